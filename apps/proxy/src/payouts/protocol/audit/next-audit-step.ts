import type { Change } from '../../model/changes.ts'
import type { Alarm } from '../../model/ports.ts'
import type { Work } from '../../model/work.ts'
import { surveyStep } from '../chain/survey.ts'
import type { Survey } from '../memory.ts'
import { alarm } from '../moves.ts'
import type { Rules } from '../rules.ts'
import type { Visit } from '../situation.ts'
import { note } from '../steps.ts'
import type { AuditMemory, AuditStep, Listed, Sorted } from './audit-memory.ts'
import { nextTransactionStep } from './identify-transactions.ts'
import { traceStep } from './trace-step.ts'

/**
 * The reconciler: books up to date, every transaction identified, every open payment at Pi owned by a payout
 * that will finish it. Orphans are cancelled under R6, payments of other programs are left alone. Pure, as `nextStep`.
 */
export function nextAuditStep(visit: Visit<AuditMemory>, rules: Rules): AuditStep {
  const { work, memory } = visit
  const { survey, payments } = memory
  if (survey == null) return surveyStep(work, memory)
  if (isBelowBooks(work, survey) && memory.ledgerTime == null) {
    return { type: 'read_ledger', which: 'latest' }
  }
  const step = nextTransactionStep(visit, rules)
  if (step != null) return step
  switch (payments.phase) {
    case 'list':
      return { type: 'list_open' }
    case 'find_owners':
      return traceStep(payments.open, rules)
    case 'cancel':
      return cancelOrEnd(visit, rules, { ...payments, survey })
  }
}

/** Orphans one by one, as far as they may be cancelled; then the end. */
function cancelOrEnd(
  visit: Visit<AuditMemory>,
  rules: Rules,
  { survey, orphans, left, ...listed }: Sorted & { survey: Survey },
): AuditStep {
  const { work } = visit
  const { lane } = work
  const [orphan] = orphans
  const isBooked = rules.isBooked(work, survey)
  const mayCancel = lane.quarantineLeftMs <= 0 && lane.stop == null && isBooked
  if (orphan != null && mayCancel) return { type: 'cancel', piId: orphan.identifier }
  const isClean = orphan == null && isBooked && !listed.isUnreadable
  const changes = endings(visit, rules, { survey, isClean, listed })
  const audit = left.length === 0 ? null : left
  return note({ changes, alarms: stopAlarms(work), isOver: true, audit })
}

/** A Horizon that lags, or one after a reset of the chain: a close time distinguishes them. */
function isBelowBooks({ lane: { tip } }: Work, { ledger }: Survey): boolean {
  return tip != null && ledger != null && ledger < tip.sequence
}

/** What a complete audit ends. */
function endings(
  { work: { lane, unmatched }, memory: { notFound, key } }: Visit<AuditMemory>,
  rules: Rules,
  { survey, isClean, listed }: { survey: Survey; isClean: boolean; listed: Listed },
): Change[] {
  const changes: Change[] = []
  const isQuarantined = lane.quarantineLeftMs > 0
  const isNew = isQuarantined && lane.quarantineReason === 'new'
  const isUnused = !listed.isUnreadable && rules.isUnused(lane, survey, listed.open)
  if (isNew && isUnused) changes.push({ type: 'end_quarantine' })
  if (lane.isAdopting && !isQuarantined && isClean) changes.push({ type: 'adopted' })
  for (const { hash, isDenied } of unmatched) {
    if (isDenied || !notFound.includes(hash)) continue
    if (rules.isDenial(key === 'proven')) changes.push({ type: 'deny', hash })
  }
  return changes
}

/** At every audit until an operator decides. */
function stopAlarms({ lane: { stop } }: Work): Alarm[] {
  return stop == null ? [] : [alarm(stop.reason, null, `payment ${stop.payment}`)]
}
