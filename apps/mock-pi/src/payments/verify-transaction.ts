import type { VerificationError } from '@aloha-pi/contracts/platform'
import type { LedgerTransaction } from '../ledger/ledger.ts'

/** The transaction that a payment asks for. `amount` is in stroops. */
export type ExpectedTransaction = { id: string; amount: bigint; from: string; to: string }

/**
 * What is wrong with the transaction of a payment; null when it is the one that was asked for. The memo comes
 * first, as on the wire; the other names, their order and how strict Pi is are assumed: one native payment and
 * nothing else, from the wallet that also sends the transaction. An M… address counts as its account, since
 * Horizon shows the account.
 */
export function verifyTransaction(
  { id, amount, from, to }: ExpectedTransaction,
  { envelope, successful }: LedgerTransaction,
): VerificationError | null {
  const { memo, source, operations } = envelope
  if (memo.type !== 'text' || !memo.value.equals(Buffer.from(id))) {
    return 'tx_memo_payment_identifier_mismatch'
  }
  if (!successful) return 'tx_failed'
  const [operation] = operations
  if (operations.length !== 1 || operation?.type !== 'payment' || operation.asset !== 'native') {
    return 'tx_operation_mismatch'
  }
  if (source.address !== from || (operation.source ?? source).address !== from) {
    return 'tx_source_mismatch'
  }
  if (operation.to.address !== to) return 'tx_destination_mismatch'
  return operation.amount === amount ? null : 'tx_amount_mismatch'
}
