import type { Envelope } from '../../src/ledger/envelope.ts'
import type { LedgerTransaction } from '../../src/ledger/ledger.ts'

const envelopes = new WeakMap<LedgerTransaction, Envelope>()

/** The envelope of a transaction. History decodes it each time that it is asked, and tests look at all of them after each step. */
export function envelopeOf(transaction: LedgerTransaction): Envelope {
  const envelope = envelopes.get(transaction) ?? transaction.envelope
  envelopes.set(transaction, envelope)
  return envelope
}
