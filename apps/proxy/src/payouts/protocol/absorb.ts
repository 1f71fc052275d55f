import { isFinal } from '../model/payout.ts'
import type { Unknown } from '../model/ports.ts'
import type { StepResponse } from './step-response.ts'
import { backOffForPi } from './back-off-for-pi.ts'
import { absorbCloseTime } from './chain/close-time.ts'
import { absorbSurvey } from './chain/survey.ts'
import type { Memory } from './memory.ts'
import { withDoubts, type Rules } from './rules.ts'
import type { Situation, Visit } from './situation.ts'
import { states } from './states/states.ts'
import type { Absorbed, Outcome, Step } from './steps.ts'

/** What an outcome changes. Pure. An outcome that proves nothing changes nothing but when to come back. */
export function absorb(
  visit: Visit<Memory>,
  rules: Rules,
  { step, outcome }: { step: Step; outcome: Outcome },
): Absorbed {
  if (step.type === 'note') return step.absorbed
  if (outcome.type === 'survey') return absorbSurvey(visit, rules.isCovered, outcome)
  const { work } = visit
  const { payout } = work
  if (payout == null) throw new Error(`Without a payout there is no ${step.type} step`)
  const situation: Situation = { ...visit, work: withDoubts({ ...work, payout }, rules) }
  if (outcome.type === 'read_ledger') return absorbCloseTime(situation, step, outcome.ledger)
  const response = responseTo(step, outcome)
  if ('cause' in response) return backOffForPi(situation, step.type, response)
  const { state } = payout
  if (state === 'held' || isFinal(state)) throw new Error(`A payout that is ${state} has no steps`)
  return states[state].absorb(situation, rules, response)
}

/** What the state is to judge. Where Pi gave no usable response, why. */
function responseTo(step: Step, outcome: Outcome): StepResponse | Unknown {
  switch (step.type) {
    case 'create':
    case 'read_payment':
    case 'prove_key':
    case 'complete':
    case 'cancel': {
      if (outcome.type !== 'payment') break
      const { result } = outcome
      return result.kind === 'unknown' ? result : { to: step.type, result }
    }
    case 'list_open': {
      if (outcome.type !== 'open') break
      const { result } = outcome
      return result.kind === 'unknown' ? result : { to: step.type, result }
    }
    case 'sign':
      if (outcome.type !== 'signed' && outcome.type !== 'sign_refused') break
      return { to: step.type, step, outcome }
    case 'submit':
      if (outcome.type !== 'submitted') break
      return { to: step.type, envelope: step.envelope, result: outcome.result }
  }
  throw new Error(`A ${step.type} step cannot have the outcome ${outcome.type}`)
}
