import type { Payment } from '@aloha-pi/contracts/platform'
import { alarm, move } from './moves.ts'
import type { Payout } from '../model/payout.ts'
import type { PiRefusal, PiResult } from '../model/ports.ts'
import type { PiResponse } from './step-response.ts'
import { pauseCreates } from './back-off-for-pi.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import type { Rules } from './rules.ts'
import { absorbed, type Absorbed } from './steps.ts'

/**
 * Pi refuses to create a payment for good. The key of another app gets the same response, since that
 * app does not know our users: where Pi has shown a payment of this wallet before, the key must read that one first.
 */
export function refusedForGood(
  { work, settings }: Situation,
  rules: Rules,
  refusal: PiRefusal,
): Absorbed {
  const { payout, knownPayment, lane } = work
  if (!rules.mustProveKey(work)) return absorbed({ changes: [failAsRefused(payout, refusal)] })
  if (knownPayment != null) return absorbed({ memory: { refusal } })
  return backOff(payout, settings, { because: 'quarantine', atLeastMs: lane.quarantineLeftMs })
}

/** Pi's response about a payment that it has shown before. */
export function absorbProof(
  { work, memory, settings }: Situation,
  rules: Rules,
  result: PiResponse<Payment>,
): Absorbed {
  const { payout, knownPayment } = work
  if (provesKey(result, rules) && memory.refusal != null) {
    return absorbed({ changes: [failAsRefused(payout, memory.refusal)], memory: { refusal: null } })
  }
  const detail = `${memory.refusal?.code}, but the key cannot read payment ${knownPayment} either`
  return backOff(payout, settings, {
    because: 'app',
    changes: [pauseCreates(settings)],
    alarms: [alarm('upstream_auth', payout, detail)],
  })
}

/** Whether Pi showed a payment of this program: its key is that of the wallet's app. */
export function provesKey(result: PiResult<Payment>, rules: Rules): boolean {
  return result.kind === 'ok' && rules.correlationOf(result.value) != null
}

function failAsRefused(payout: Payout, { code, status }: PiRefusal) {
  return move(payout, 'cancelling', { failCode: code }, { refused: code, status })
}
