import { isPayout, type SeenPayment } from './seen-world.ts'
import type { SeenTransaction } from './seen-chain.ts'
import type { Step } from './step.ts'

/** A payment that a user paid without the transaction that they agreed to. */
export function findUnpaid({ after, chain, cast }: Step): SeenPayment | undefined {
  return [...after.values()].find((seen) => {
    const { identifier, transaction } = seen.payment
    const asked = cast.asked.get(identifier)
    if (isPayout(seen) || transaction == null || asked == null) return false
    const found = chain.transactions.find(({ hash }) => hash === transaction.txid)
    return !(
      found?.successful === true &&
      found.memo === identifier &&
      found.operations.length === 1 &&
      movesPi(found, {
        from: cast.users[asked.user]!.wallet_address,
        to: cast.apps[asked.app]!.wallet_address,
        amount: BigInt(asked.terms.stroops),
      })
    )
  })
}

/** A transaction that no server signed, no user agreed to and no faucet was asked for. */
export function findUnsigned({ after, chain, cast }: Step): SeenTransaction | undefined {
  const paid = new Set(
    [...after.values()].flatMap((seen) =>
      isPayout(seen) ? [] : (seen.payment.transaction?.txid ?? []),
    ),
  )
  return chain.transactions.find((transaction) => {
    const { hash, memo, sequence } = transaction
    if (paid.has(hash) || cast.funded.has(hash)) return false
    const signed = cast.signed.get(hash)
    return !(
      signed != null &&
      signed.memo === memo &&
      signed.sequence === sequence &&
      movesPi(transaction, signed)
    )
  })
}

/** False when the link of the payment leads to another transaction than the payment says. */
export function isLinkTrue({ shown, after, id = '', cast }: Step): boolean {
  // A replica that is behind may not have it yet: that is a separate rule.
  if (shown == null || cast.settings.replica_lag_ledgers > 0) return true
  const { identifier, amount, from_address, to_address, transaction } = after.get(id)!.payment
  const [told, operations] = shown.map(({ body }) => body as Record<string, unknown>)
  const { records = [] } = (operations?.['_embedded'] ?? {}) as { records?: object[] }
  return (
    isMatch({ hash: transaction?.txid, memo: identifier, memo_type: 'text' }, told) &&
    isMatch({ source_account: from_address, successful: true }, told) &&
    records.length === 1 &&
    isMatch({ type: 'payment', from: from_address, to: to_address }, records[0]) &&
    isMatch({ amount: amount.toFixed(7), asset_type: 'native' }, records[0])
  )
}

function isMatch(expected: Record<string, unknown>, shown: object = {}): boolean {
  return Object.entries(expected).every(([name, value]) => Reflect.get(shown, name) === value)
}

function movesPi(
  { source, operations: [operation] }: SeenTransaction,
  { from, to, amount }: { from: string; to: string; amount: bigint },
): boolean {
  return (
    source === from &&
    operation?.from === from &&
    operation.to === to &&
    operation.amount === amount
  )
}
