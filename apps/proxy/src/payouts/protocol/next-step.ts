import { isFinal } from '../model/payout.ts'
import { withDoubts, type Rules } from './rules.ts'
import type { Memory } from './memory.ts'
import type { Situation, Visit } from './situation.ts'
import { notePaid } from './states/paid.ts'
import { states } from './states/states.ts'
import { note, type Step } from './steps.ts'

/** The next step for the payout in work. Pure: no clock, no chance, no call. */
export function nextStep(visit: Visit<Memory>, rules: Rules): Step {
  const { work } = visit
  const { payout } = work
  if (payout == null) return note({ isOver: true })
  const situation: Situation = { ...visit, work: withDoubts({ ...work, payout }, rules) }
  const { state } = payout
  const paidBy = rules.paidBy(work)
  if (paidBy != null && state !== 'paid') return notePaid(situation, rules, paidBy)
  if (isBraked(situation) || state === 'held' || isFinal(state)) return note({ isOver: true })
  return states[state].next(situation, rules)
}

/**
 * What is signed and paid goes on to its end. A stopped lane begins nothing and cancels nothing; any other brake leaves
 * the way to `cancelled` open. The store's `pick` passes over the same payouts.
 */
function isBraked({ work, settings }: Situation): boolean {
  const { payout, lane, brake } = work
  const { state, cancelRequested } = payout
  if (state === 'paid' || state === 'signed') return false
  if (lane.stop != null) return true
  const isOnTheWayOut = state === 'cancelling' || cancelRequested
  return !isOnTheWayOut && (brake != null || !settings.isOn)
}
