import { correlationOf } from './correlation.ts'
import type { BookedTransaction } from './payout.ts'
import type { Work } from './payout-store.ts'
import type { Rules } from './rules.ts'
import type { PayoutSettings } from './settings.ts'
import { note, type Memory, type Step } from './steps.ts'
import { surveyStep } from './survey-step.ts'

/** What a memo must look like to be asked for at Pi. */
const PAYMENT_ID = /^[A-Za-z0-9_-]{1,28}$/

/**
 * The reconciler: books up to date, every transaction identified, every open payment at Pi owned by a payout
 * that will finish it. Payments of nobody are cancelled under R6, foreign ones are left alone.
 */
export function nextAuditStep(
  work: Work,
  memory: Memory,
  _settings: PayoutSettings,
  rules: Rules,
): Step {
  if (memory.survey == null) return surveyStep(work, memory)
  const { identified } = memory
  if (identified != null) return traceStep([identified.payment])
  const unknown = work.unmatched.find(({ hash }) => !memory.skipped.includes(hash))
  if (unknown != null) return identifyStep(unknown)
  if (!memory.isListed) return { type: 'list_open' }
  if (memory.orphans == null) return traceStep(memory.open ?? [])
  const [orphan] = memory.orphans
  const mayCancel = work.lane.quarantineLeftMs <= 0 && rules.isBooked(work, memory.survey)
  if (orphan != null && mayCancel) return { type: 'cancel', piId: orphan.identifier }
  return note({ isOver: true })
}

function traceStep(payments: readonly Parameters<typeof correlationOf>[0][]): Step {
  const ids = payments.map((payment) => correlationOf(payment)?.p).filter((id) => id != null)
  return { type: 'trace', ids: [...new Set(ids)] }
}

function identifyStep(transaction: BookedTransaction): Step {
  const { memo, hash } = transaction
  if (memo != null && PAYMENT_ID.test(memo)) return { type: 'identify', transaction, piId: memo }
  return note({ changes: [{ type: 'identify', hash, payoutId: null }] })
}
