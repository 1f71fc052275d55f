/** Horizon's total order id (SEP-35): of a ledger, of a transaction in it, or of an operation in that. */
export function totalOrderId(ledger: number, transaction = 0, operation = 0): bigint {
  return (BigInt(ledger) << 32n) | (BigInt(transaction) << 12n) | BigInt(operation)
}
