import type { Payment } from '@aloha-pi/contracts/platform'
import type { Alarm, OpenPayments, PiRefusal, PiResult, Unknown } from '../../model/ports.ts'
import { alarm } from '../moves.ts'
import type { Rules } from '../rules.ts'
import { absorbed, type Absorbed } from '../steps.ts'
import { unreadableAlarms } from '../unreadable-payments.ts'
import type { AuditMemory, PaymentsPhase } from './audit-memory.ts'

/** Pi's list, and what it need not show. */
export function absorbList(
  suspects: readonly Payment[],
  result: PiResult<OpenPayments>,
  rules: Rules,
): Absorbed<AuditMemory> {
  if (result.kind !== 'ok') return absorbed({ isOver: true, alarms: [listAlarm(result, rules)] })
  const { payments, unreadable } = result.value
  const listed = new Set(payments.map(({ identifier }) => identifier))
  const others = suspects.filter(({ identifier }) => !listed.has(identifier))
  const isUnreadable = unreadable.named.size > 0
  return absorbed({
    memory: {
      payments: { phase: 'find_owners', open: [...payments, ...others], isUnreadable },
    },
    alarms: unreadableAlarms(unreadable, null),
  })
}

/** One orphan less, whatever Pi said: the next audit finds it again. */
export function absorbOrphan(
  before: Extract<PaymentsPhase, { phase: 'cancel' }>,
  rules: Rules,
  { piId, result }: { piId: string; result: PiResult<Payment> },
): Absorbed<AuditMemory> {
  const orphans = before.orphans.filter(({ identifier }) => identifier !== piId)
  const memory = { payments: { ...before, orphans } }
  const closed = { changes: [{ type: 'unblock' as const, piId }], memory }
  if (result.kind === 'ok') {
    return absorbed({ ...closed, alarms: [alarm('orphan_cancelled', null, piId)] })
  }
  if (result.kind === 'unknown') return absorbed({ memory })
  if (rules.refusalClass('cancel', result) === 'closed') return absorbed(closed)
  const refused = alarm('refused_for_now', null, `cancel ${piId}: ${result.code}`)
  return absorbed({ memory, alarms: [refused] })
}

/** Pi does not show its list: what is open there is not known, and nothing is cleared up. */
function listAlarm(result: PiRefusal | Unknown, rules: Rules): Alarm {
  if (result.kind === 'unknown') {
    return result.cause === 'unauthorized'
      ? alarm('upstream_auth', null, 'list_open')
      : alarm('upstream_down', null, `Pi: ${result.cause}`)
  }
  const isOfApp = rules.refusalClass('list', result) === 'app'
  return alarm(isOfApp ? 'upstream_auth' : 'refused_for_now', null, result.code)
}
