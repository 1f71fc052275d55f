import type { Accounts } from './account-book.ts'
import type { IssuedAsset, Operation } from './envelope.ts'
import type { Account, Holding } from './ledger.ts'
import type { OperationCode } from './transaction-result.ts'

type Payment = Extract<Operation, { type: 'payment' }> & { asset: IssuedAsset }
type Change = (account: Account, changes: Partial<Account>) => void

/**
 * Pays an issued asset (core: PathPaymentStrictReceiveOpFrame with no path). Its issuer makes it by paying and ends it
 * by being paid; all others need a trustline, whose limit the payment keeps.
 */
export function payIssued(
  accounts: Accounts,
  { to: { address: to }, asset, amount }: Payment,
  { source, ledger, change }: { source: string; ledger: number; change: Change },
): OperationCode {
  const { issuer } = asset
  // Core skips the check of the destination where that is the issuer.
  const taker = to === issuer ? null : accounts.get(to)
  if (taker === undefined) return 'op_no_destination'
  const taken = taker == null ? null : holdingOf(taker, asset)
  if (taken === undefined) return 'op_no_trust'
  if (taken != null && taken.balance + amount > taken.limit) return 'op_line_full'

  const giver = source === issuer ? null : accounts.get(source)
  const given = giver == null ? null : holdingOf(giver, asset)
  if (given === undefined) return 'op_src_no_trust'
  // Who pays themselves has been paid already.
  const own = source === to ? amount : 0n
  if (given != null && given.balance + own < amount) return 'op_underfunded'

  const move = (address: string, by: bigint) => {
    const account = accounts.get(address)
    if (account == null) throw new Error(`The account ${address} is gone`)
    const holdings = account.holdings.map((each) =>
      isSame(each.asset, asset)
        ? { ...each, balance: each.balance + by, lastModifiedLedger: ledger }
        : each,
    )
    change(account, { holdings })
  }
  if (taker != null) move(to, amount)
  if (giver != null) move(source, -amount)
  return 'op_success'
}

/** The trustline of an account for an asset. */
export function holdingOf({ holdings }: Account, asset: IssuedAsset): Holding | undefined {
  return holdings.find((each) => isSame(each.asset, asset))
}

function isSame(one: IssuedAsset, other: IssuedAsset): boolean {
  return one.code === other.code && one.issuer === other.issuer
}
