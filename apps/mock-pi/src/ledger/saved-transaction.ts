import type { Network } from '@aloha-pi/contracts/platform'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedOutcome, SavedTransaction } from '../saved/saved-ledger.ts'
import { decodeEnvelope } from './decode-envelope.ts'
import type { Envelope } from './envelope.ts'
import type { KeptTransaction } from './kept-transaction.ts'
import type { LedgerTransaction } from './ledger.ts'
import type { Outcome } from './outcome.ts'
import { saveAsset } from './saved-entries.ts'
import { loadedStellar } from './stellar.ts'
import type { OperationCode, TransactionCode } from './transaction-result.ts'

/** A transaction of a closed ledger as a snapshot holds it: its envelope is XDR. */
export function saveTransaction(transaction: KeptTransaction): SavedTransaction {
  const { code, operations } = transaction.result
  return {
    xdr: transaction.xdr,
    successful: transaction.successful,
    code,
    ...(operations != null && { operations: [...operations] }),
    resultXdr: transaction.resultXdr,
    feeCharged: String(transaction.feeCharged),
    // An array with holes has none of these.
    outcomes: Array.from(transaction.outcomes, (outcome) =>
      outcome == null ? null : saveOutcome(outcome),
    ),
    ledger: transaction.ledger,
    index: transaction.index,
    sealedAt: transaction.sealedAt,
    closedAt: transaction.closedAt,
  }
}

/** The transaction at a place of the list; throws `BadSnapshot` when its envelope cannot be read. */
export function loadTransaction(
  { xdr, code, operations, feeCharged, outcomes, ...saved }: SavedTransaction,
  place: number,
  network: Network,
): LedgerTransaction {
  return {
    ...saved,
    envelope: readEnvelope(xdr, `ledger.transactions[${place}].xdr`, network),
    result: {
      code: code as TransactionCode,
      ...(operations != null && { operations: operations as OperationCode[] }),
    },
    feeCharged: BigInt(feeCharged),
    outcomes: outcomes.map((outcome) => (outcome == null ? undefined : loadOutcome(outcome))),
  }
}

/** A saved envelope; Stellar's library is loaded by now. */
export function readEnvelope(xdr: string, field: string, network: Network): Envelope {
  const envelope = decodeEnvelope(loadedStellar(), xdr, network)
  if (envelope == null) throw new BadSnapshot(field, 'must be a transaction in base64')
  return envelope
}

function saveOutcome(outcome: Outcome): SavedOutcome {
  switch (outcome.type) {
    case 'sequence_bumped':
      return { type: outcome.type, sequence: String(outcome.sequence) }
    case 'trustline':
      return { type: outcome.type, change: outcome.change }
    case 'signers': {
      const changes = outcome.changes.map(({ key, before, after }) => ({ key, before, after }))
      return { type: outcome.type, changes }
    }
    case 'balance_created':
    case 'balance_claimed': {
      const { id, asset, amount, sponsor } = outcome.balance
      const balance = { id, asset: saveAsset(asset), amount: String(amount), sponsor }
      return { type: outcome.type, balance }
    }
  }
}

function loadOutcome(saved: SavedOutcome): Outcome {
  switch (saved.type) {
    case 'sequence_bumped':
      return { type: saved.type, sequence: BigInt(saved.sequence) }
    case 'balance_created':
    case 'balance_claimed': {
      const { amount, ...balance } = saved.balance
      return { type: saved.type, balance: { ...balance, amount: BigInt(amount) } }
    }
    default:
      return saved
  }
}
