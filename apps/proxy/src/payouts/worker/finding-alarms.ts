import type { Alarm } from '../model/ports.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Findings } from '../store/payout-store.ts'

/** What an operator should know of what the books and the payouts say of each other. */
export function findingAlarms(
  { stuck, uncovered, contradicted, unequal }: Findings,
  { wallet, withoutMoney }: Pick<PayoutSettings, 'wallet' | 'withoutMoney'>,
): Alarm[] {
  const isPoor = uncovered > 0 && withoutMoney === 'wait'
  return [
    ...(stuck > 0 ? [{ code: 'stuck' as const, payoutId: null, detail: String(stuck) }] : []),
    ...(isPoor ? [{ code: 'wallet_poor' as const, payoutId: null, detail: wallet }] : []),
    ...contradicted.map((payoutId) => ({
      code: 'paid_twice' as const,
      payoutId,
      detail: 'the books contradict the payout',
    })),
    ...unequal.map((payoutId) => ({
      code: 'books_differ' as const,
      payoutId,
      detail: 'the books show another amount, or lack its transaction',
    })),
  ]
}
