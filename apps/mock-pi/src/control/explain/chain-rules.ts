import type { ChainProblemCode } from '@aloha-pi/contracts/chain'
import { ONLY_MOCK, type RuleText } from './rule-text.ts'

const SAME_AGAIN =
  'Send exactly the same bytes again: the blockchain takes a transaction once, however often it is sent.'

const ofCodes: Record<ChainProblemCode, RuleText> = {
  bad_request: { why: 'A parameter is wrong: "extras" names it.', next: ['Correct it.'] },
  transaction_malformed: {
    why: 'The transaction cannot be decoded.',
    next: ['Send the form field tx with the envelope: transaction.toXDR() of the Stellar SDK.'],
  },
  transaction_failed: {
    why: 'The network refused the transaction, or it failed: "extras.result_codes" says why.',
    next: [
      'tx_bad_seq: read the account again and sign with its sequence + 1, but only after you know that the earlier transaction cannot be paid any more.',
      'tx_too_late: the time bound is over. It was not paid: sign a new one.',
      'tx_insufficient_fee: Pi takes 0.01 Pi (100,000 stroops) for each operation; the default of the Stellar SDK is 100.',
      'op_underfunded: the wallet holds too little, counting the reserve of 0.98 Pi.',
    ],
  },
  forbidden: {
    why: 'The mock responds only to names that it knows.',
    next: ['Call it by 127.0.0.1 or localhost, or start it with --host-name NAME.'],
    pi: ONLY_MOCK,
  },
  not_found: {
    why: 'The blockchain has no such resource. An account exists once somebody has paid it; a transaction once a ledger has it.',
    next: ['Check address or hash and the network.', 'POST /_mock/ledger/fund creates an account.'],
  },
  method_not_allowed: {
    why: 'The path takes other methods.',
    next: ['The header Allow lists them.'],
  },
  not_acceptable: {
    why: 'The header Accept takes nothing of what this operation returns.',
    next: ['Send "Accept: application/json", or leave it out.'],
  },
  before_history: {
    why: 'The mock has forgotten this part of the history.',
    next: ['Begin with a newer cursor.'],
  },
  payload_too_large: { why: 'The body is too large.', next: ['Send one transaction at a time.'] },
  unsupported_media_type: {
    why: 'Horizon takes transactions as a form, not as JSON.',
    next: ['Send "Content-Type: application/x-www-form-urlencoded" and tx=<envelope>.'],
  },
  rate_limit_exceeded: {
    why: 'Too many streams of events are open.',
    next: ['Close one, or start the mock with a higher limit (limits.streams).'],
  },
  server_error: {
    why: 'The mock itself failed: this is a bug of the mock.',
    next: ['Read the log of the mock, and report it with the request id.'],
  },
  stale_history: {
    why: 'The replica that responded is too far behind the network.',
    next: ['Read again later, or lower the setting replica_lag_ledgers.'],
  },
  timeout: {
    why: 'The transaction was in no ledger in time. It may still get into one: its outcome is unknown.',
    next: [
      SAME_AGAIN,
      'Do not sign another one before its time bound is over: both could be paid.',
    ],
  },
}

/** Rules of the blockchain, by their names. */
export const chainRules: Record<string, RuleText> = {
  ...Object.fromEntries(Object.entries(ofCodes).map(([code, text]) => [`chain/${code}`, text])),
  'chain/not_simulated': {
    why: 'Horizon has this resource, and the mock does not simulate it.',
    next: ['The README of the mock lists what is simulated.'],
    pi: ONLY_MOCK,
  },
  'chain/other_network': {
    why: 'The host belongs to the other network. A mock has one network.',
    next: ['Call the host of your network, or start the mock with the other --network.'],
  },
}
