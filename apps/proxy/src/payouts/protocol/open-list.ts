import type { Payment } from '@aloha-pi/contracts/platform'
import type { OpenPayments } from '../model/ports.ts'
import type { PiResponse } from './step-response.ts'
import { backOff } from './back-off.ts'
import { backOffForRefusal } from './back-off-for-pi.ts'
import type { Rules } from './rules.ts'
import type { Situation } from './situation.ts'
import { absorbed, type Absorbed } from './steps.ts'
import { mayHide, unreadableAlarms } from './unreadable-payments.ts'

/** Looks in Pi's list of open payments for the payout's own. What follows from one is the state's: `whenMine`. */
export function absorbOpenList(
  situation: Situation,
  rules: Rules,
  { result, whenMine }: { result: PiResponse<OpenPayments>; whenMine: (mine: Payment) => Absorbed },
): Absorbed {
  const { work, settings } = situation
  const { payout } = work
  if (result.kind === 'refused') {
    return backOffForRefusal(situation, rules.refusalClass('list', result), result.code)
  }
  const { payments, unreadable } = result.value
  const mine = payments.find((payment) => rules.isMine(payment, payout, work.deployment))
  const memory = { open: payments }
  if (mine != null) return { ...whenMine(mine), memory }
  // Neither created a second time nor given up while it may be there.
  if (mayHide(unreadable, payout)) {
    const alarms = unreadableAlarms(unreadable, payout)
    return backOff(payout, settings, { because: 'refusal', alarms })
  }
  return absorbed({ memory })
}
