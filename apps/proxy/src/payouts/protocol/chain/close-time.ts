import { backOff } from '../back-off.ts'
import type { ChainResult, LedgerTime } from '../../model/ports.ts'
import type { Survey } from '../memory.ts'
import type { Situation } from '../situation.ts'
import { absorbed, type Absorbed, type Step } from '../steps.ts'

/** A known close time this close to the wallet's ledger is as good as that ledger's own. */
const RECENT_LEDGERS = 2

/** The close time that bounds an envelope, or undefined when it must be read. */
export function closeTimeFor({ work, memory }: Situation, survey: Survey): LedgerTime | undefined {
  const { tip } = work.lane
  const isRecent =
    survey.ledger != null && tip != null && tip.sequence >= survey.ledger - RECENT_LEDGERS
  return memory.ledgerTime ?? (isRecent ? tip : undefined)
}

export function readCloseTime({ ledger }: Survey): Step {
  return { type: 'read_ledger', which: ledger ?? 'latest' }
}

/** A ledger's close time: of the newest one, or of the one that was asked for. */
export function absorbCloseTime(
  { work, settings }: Situation,
  step: Step,
  ledger: ChainResult<LedgerTime>,
): Absorbed {
  if (ledger.kind !== 'ok') return backOff(work.payout, settings, { because: 'horizon' })
  const ledgerTime = ledger.value
  if (step.type !== 'read_ledger' || step.which !== 'latest') {
    return absorbed({ memory: { ledgerTime } })
  }
  // Only a survey after it is known to be at least as new.
  const isDeciding = work.payout.state === 'signed'
  return absorbed({ memory: { ledgerTime, ...(isDeciding && { survey: null }) } })
}
