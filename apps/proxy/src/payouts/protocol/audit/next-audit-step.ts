import type { Payment } from '@aloha-pi/contracts/platform'
import { alarm } from '../moves.ts'
import type { BookedTransaction } from '../../model/payout.ts'
import type { Change } from '../../model/changes.ts'
import type { Work } from '../../model/work.ts'
import type { Alarm } from '../../model/ports.ts'
import type { Rules } from '../rules.ts'
import type { Memory, Survey } from '../memory.ts'
import { note, type Step } from '../steps.ts'
import { surveyStep } from '../chain/survey.ts'

/**
 * The reconciler: books up to date, every transaction identified, every open payment at Pi owned by a payout
 * that will finish it. Payments of nobody are cancelled under R6, foreign ones are left alone.
 */
export function nextAuditStep(work: Work, memory: Memory, rules: Rules): Step {
  const { survey, identified, orphans } = memory
  if (survey == null) return surveyStep(work, memory)
  if (isBelowBooks(work, survey) && memory.ledgerTime == null) {
    return { type: 'read_ledger', which: 'latest' }
  }
  if (identified != null) return traceStep([identified.payment], rules)
  const unknown = work.unmatched.find(({ hash }) => !memory.skipped.includes(hash))
  if (unknown != null) return identifyStep(unknown, rules)
  const proof = proofStep(work, memory)
  if (proof != null) return proof
  if (!memory.isListed) return { type: 'list_open' }
  if (orphans == null) return traceStep(memory.open ?? [], rules)
  const [orphan] = orphans
  const { lane } = work
  const isBooked = rules.isBooked(work, survey)
  const mayCancel = lane.quarantineLeftMs <= 0 && lane.stop == null && isBooked
  if (orphan != null && mayCancel) return { type: 'cancel', piId: orphan.identifier }
  const isClean = orphan == null && isBooked && !memory.isUnreadable
  const changes = endings(work, memory, rules, { survey, isClean })
  const { left } = memory
  const audit = left.length === 0 ? null : left
  return note({ changes, alarms: stopAlarms(work), isOver: true, audit })
}

/** A Horizon that lags, or one after a reset of the chain: a close time tells them apart. */
function isBelowBooks({ lane: { tip } }: Work, { ledger }: Survey): boolean {
  return tip != null && ledger != null && ledger < tip.sequence
}

/** By id, and by request hash: a client that was lost may have another id now. */
function traceStep(payments: readonly Payment[], { correlationOf }: Rules): Step {
  const correlations = payments
    .map((payment) => correlationOf(payment))
    .filter((each) => each != null)
  return {
    type: 'trace',
    ids: [...new Set(correlations.map(({ p }) => p))],
    requestHashes: [...new Set(correlations.map(({ r }) => r))],
  }
}

function identifyStep(transaction: BookedTransaction, { isPaymentLike }: Rules): Step {
  const { memo, hash } = transaction
  if (memo != null && isPaymentLike(transaction)) {
    return { type: 'identify', transaction, piId: memo }
  }
  return note({ changes: [{ type: 'identify', hash, payoutId: null }] })
}

/** Pi does not know a memo: is its key that of the wallet's app? */
function proofStep({ knownPayment }: Work, { notFound, isKeyProven }: Memory): Step | undefined {
  if (notFound.length === 0 || isKeyProven != null) return undefined
  if (knownPayment == null) return note({ memory: { isKeyProven: false } })
  return { type: 'prove_key', piId: knownPayment }
}

/** What a complete audit ends. */
function endings(
  { lane, unmatched }: Work,
  { notFound, isKeyProven, open, isUnreadable }: Memory,
  rules: Rules,
  { survey, isClean }: { survey: Survey; isClean: boolean },
): Change[] {
  const changes: Change[] = []
  const isQuarantined = lane.quarantineLeftMs > 0
  const isNew = isQuarantined && lane.quarantineReason === 'new'
  const isUnused = !isUnreadable && rules.isUnused(lane, survey, open ?? [])
  if (isNew && isUnused) changes.push({ type: 'end_quarantine' })
  if (lane.isAdopting && !isQuarantined && isClean) changes.push({ type: 'adopted' })
  for (const { hash, isDenied } of unmatched) {
    if (isDenied || !notFound.includes(hash)) continue
    if (rules.isDenial(isKeyProven === true)) changes.push({ type: 'deny', hash })
  }
  return changes
}

/** At every audit until an operator decides. */
function stopAlarms({ lane: { stop } }: Work): Alarm[] {
  return stop == null ? [] : [alarm(stop.reason, null, `payment ${stop.payment}`)]
}
