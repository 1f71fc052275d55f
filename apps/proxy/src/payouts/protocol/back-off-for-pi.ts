import type { Payment } from '@aloha-pi/contracts/platform'
import type { Change } from '../model/changes.ts'
import { alarm } from './moves.ts'
import type { Unknown } from '../model/ports.ts'
import type { RefusalClass } from './refusal-classes.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import type { PayoutSettings } from '../model/settings.ts'
import type { Absorbed, Step } from './steps.ts'

type Here = Pick<Situation, 'work' | 'settings'>

/** Visits without a usable response before that is an alarm. */
const SILENT_AFTER = 3
const MAX_CREATE_PAUSE_MS = 60_000

/** Pi gave no usable response, or refuses the key. Nothing more is created for a while: each try may open a payment. */
export function backOffForPi(
  { work, settings }: Here,
  step: Step['type'],
  { cause, retryAfterMs }: Unknown,
): Absorbed {
  const { payout } = work
  const changes = step === 'create' ? [pauseCreates(settings)] : []
  if (cause === 'unauthorized') {
    const alarms = [alarm('upstream_auth', payout, step)]
    return backOff(payout, settings, { because: 'app', atLeastMs: retryAfterMs, changes, alarms })
  }
  const isSilent = payout.waitsFor === 'pi' && payout.attempts >= SILENT_AFTER
  const alarms = isSilent ? [alarm('upstream_down', payout, `Pi: ${cause}`)] : []
  return backOff(payout, settings, { because: 'pi', atLeastMs: retryAfterMs, changes, alarms })
}

/** Pi says no in a way that may pass. */
export function backOffForRefusal(
  { work, settings }: Here,
  kind: RefusalClass,
  detail: string,
): Absorbed {
  const { payout } = work
  const isOfApp = kind === 'app'
  const code = isOfApp ? 'upstream_auth' : 'refused_for_now'
  return backOff(payout, settings, {
    because: isOfApp ? 'app' : 'refusal',
    alarms: [alarm(code, payout, detail)],
  })
}

/** Pi completed the payment, and does not name the transaction. */
export function backOffForTransaction({ work, settings }: Here, payment: Payment): Absorbed {
  const { payout } = work
  const isLong = payout.waitsFor === 'transaction' && payout.attempts >= SILENT_AFTER
  return backOff(payout, settings, {
    because: 'transaction',
    set: { lastPayment: payment },
    alarms: isLong ? [alarm('no_transaction', payout, payment.identifier)] : [],
  })
}

export function pauseCreates({ retryMinMs }: PayoutSettings): Change {
  return { type: 'pause_creates', firstMs: retryMinMs, mostMs: MAX_CREATE_PAUSE_MS }
}
