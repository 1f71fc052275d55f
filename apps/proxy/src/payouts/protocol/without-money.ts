import type { Change } from '../model/changes.ts'
import { alarm, move } from './moves.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import { absorbed, type Absorbed } from './steps.ts'

/** The wallet cannot pay this payout: it waits for money, or fails, as the setting says. Nothing was signed. */
export function withoutMoney({ work, settings }: Situation, available: bigint): Absorbed {
  const { payout } = work
  const { fee } = settings
  const seen: Change = { type: 'see_balance', available, fee }
  if (settings.withoutMoney === 'wait') {
    const alarms = [alarm('wallet_poor', payout, settings.wallet)]
    return backOff(payout, settings, { because: 'money', changes: [seen], alarms })
  }
  const evidence = { available: available.toString(), fee: fee.toString() }
  const failed = move(payout, 'cancelling', { failCode: 'insufficient_balance' }, evidence)
  return absorbed({ changes: [failed, seen] })
}
