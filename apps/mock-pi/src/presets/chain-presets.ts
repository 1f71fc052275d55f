import type { Preset } from './preset.ts'

const END = 'To end it on the mock: POST /_mock/faults/{fault_id}/remove.'
const PR = (number: number) => `https://github.com/pi-apps/pi-ruby/pull/${number}`

/** The blockchain, as the server of a payout sees it. */
export const chainPresets = {
  'slow-horizon': {
    summary: 'Every response of the blockchain takes three seconds.',
    sees: 'The user waits for the payout. Your server runs into its timeouts, and a submission that timed out may have paid.',
    way_out: [
      'Give reads and submissions enough time.',
      'After a timeout, look for the hash of the transaction that you signed, and send the same bytes again.',
      END,
    ],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy waits, and pays once. The client does not call the blockchain.',
    },
    pi: {
      known:
        'Official client code repeats after timeouts and 5xx of the blockchain. How slow Pi is, is assumed.',
      level: 'inferred',
      source: 'pi-apps/pi-ruby pull request 28',
    },
    issues: [PR(28)],
    make(steps) {
      const fault = steps.addFault({
        match: { operation: 'chain.*' },
        effect: { type: 'latency', ms: 3_000 },
      })
      return { made: 'Every response of the blockchain takes 3 s.', faults: [fault] }
    },
  },
  'submit-504': {
    summary: 'The blockchain takes a transaction, and responds with 504.',
    sees: 'The user gets the money. Your server gets 504, as if nothing had happened.',
    way_out: [
      'The outcome is unknown, not failed: look for the hash of the transaction that you signed.',
      'It is not there: send the same signed bytes again. Never sign a new transaction before the first one is too late.',
    ],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy has stored the signed transaction, looks for its hash and completes the payment. The client does not call the blockchain.',
    },
    pi: {
      known:
        'Official client code sends the same transaction again after a 5xx. No 504 of Pi has been published.',
      level: 'inferred',
      source: 'pi-apps/pi-ruby pull request 28; Stellar Horizon 2.x, which Pi runs',
    },
    issues: [PR(28)],
    make(steps) {
      const fault = steps.addFault({
        match: { operation: 'chain.submit' },
        when: { first: 1 },
        effect: { type: 'timeout-delivered' },
      })
      return {
        made: 'The next transaction gets into a ledger, and its sender gets 504.',
        faults: [fault],
      }
    },
  },
  'fee-too-low': {
    summary: 'The network wants a higher fee than the transaction offers.',
    sees: 'The user waits for the payout. Your server gets "tx_insufficient_fee"; nothing moved.',
    way_out: [
      'Read the fee first: GET /fee_stats, last_ledger_base_fee. At Pi it is 100,000 stroops, not the 100 of Stellar.',
      'Sign again with that fee and the same sequence, so that only one of the two can get in.',
    ],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy signs again with the same sequence. The client does not call the blockchain.',
    },
    pi: {
      known:
        '100,000 stroops are captured, with a 90th percentile of 169,046 once. The code is in public programs for Pi.',
      level: 'captured',
      source: 'jleeblack/pion-mcp, docs (live measurements of July and August 2026)',
    },
    issues: [],
    make(steps) {
      const fault = steps.addFault({
        match: { operation: 'chain.submit' },
        when: { first: 1 },
        effect: {
          type: 'error',
          code: 'transaction_failed',
          transaction_code: 'tx_insufficient_fee',
        },
      })
      return { made: 'The next transaction is refused with tx_insufficient_fee.', faults: [fault] }
    },
  },
  'tx-too-early': {
    summary: 'The clock of the blockchain is behind the one of your server.',
    sees: 'The user waits for the payout. Your server gets "tx_too_early" for a transaction that is valid from now on.',
    way_out: [
      'Send the same transaction again a few seconds later.',
      'Leave min_time at 0, and take max_time from the Date header of the blockchain.',
    ],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy tries again; its transactions have no min_time, so at Pi it does not meet this. The client does not call the blockchain.',
    },
    pi: {
      known: 'Reported by the authors of the official Ruby client, which repeats after it.',
      level: 'inferred',
      source: 'pi-apps/pi-ruby pull request 32',
    },
    issues: [PR(32)],
    make(steps) {
      const fault = steps.addFault({
        match: { operation: 'chain.submit' },
        when: { first: 1 },
        effect: { type: 'error', code: 'transaction_failed', transaction_code: 'tx_too_early' },
      })
      return { made: 'The next transaction is refused with tx_too_early.', faults: [fault] }
    },
  },
} as const satisfies Record<string, Preset>
