import { isDeepStrictEqual } from 'node:util'
import { sessionsOf } from './cast.ts'
import { blockerOf, expectOutcome, openPaymentOf } from './expected-outcome.ts'
import { paymentIn, UNKNOWN_ID } from './perform-command.ts'
import { isOnChain, predictChanges, predictNew } from './predicted-effects.ts'
import type { SeenPayment } from './seen-world.ts'
import { broken, type Invariants, type Step } from './step.ts'

/** The statuses that the facts name; of the others only 4xx is known. */
const STATUSES: Record<string, number> = { payment_not_found: 404, invalid_authorization: 401 }

/** What holds for each action: its answer, what it changes, and what it leaves alone. */
export const actionInvariants: Invariants = {
  'A1: a payment of another app is as unknown as one that never was': (step) => {
    const { answer, answerToUnknown, id = '' } = step
    if (answerToUnknown == null) return undefined
    const told = JSON.stringify(answer).replaceAll(id, UNKNOWN_ID)
    const isSame = told === JSON.stringify(answerToUnknown) && answer.status === 404
    return broken(!isSame || step.changes.length > 0, { answer, answerToUnknown })
  },
  'A2: wire has no name of the guide, guide+wire has each with the same value': (step) => {
    const wrong = step.changes.find(({ after }) => !isSpelled(after, step.spelling))
    return broken(wrong != null, wrong)
  },
  'A3: pending_payment carries the payment that stands in the way': (step) => {
    const { error, payment } = refusalOf(step)
    if (error !== 'pending_payment') return undefined
    return broken(!isDeepStrictEqual(payment, blockerOf(step)?.payment), { payment })
  },
  'A4: a refusal changes nothing': ({ accepted, changes }) =>
    broken(!accepted && changes.length > 0, changes),
  'A5: an action changes only the payment that it names, and a new one the one it replaces': (
    step,
  ) => {
    const replaced = isCreation(step) ? openPaymentOf(step)?.payment.identifier : undefined
    const allowed = new Set([step.action.do === 'get' ? undefined : step.id, replaced])
    const others = step.changes.filter(({ after }) => !allowed.has(after.payment.identifier))
    const isLost = [...step.before.keys()].some((id) => !step.after.has(id))
    return broken(others.length > 0 || isLost, others)
  },
  'A6: what Pi allows is done, and what it forbids is refused with its code': (step) => {
    const expected = expectOutcome(step)
    const isRight = expected === 'accepted' ? step.accepted : isRefused(step, expected.refused)
    return broken(!isRight, { expected, answer: step.answer })
  },
  'A7: an accepted action does what it says and no more': (step) => {
    const predicted = predictChanges(step)
    const wrong = predicted.filter(
      ({ payment, json }) => step.after.get(payment.identifier)?.json !== json,
    )
    return broken(wrong.length > 0, { predicted: wrong, changes: step.changes })
  },
  'A8: a new payment is what the user asked for': (step) => {
    if (!isCreation(step) || !step.accepted) return undefined
    const seen = step.after.get(step.id!)
    const isNew = /^[A-Za-z0-9]{28}$/.test(step.id!) && !step.before.has(step.id!)
    const isAsked = seen?.json === JSON.stringify(predictNew(step))
    return broken(!isNew || !isAsked, { predicted: predictNew(step), seen })
  },
  'A9: the chain has one transaction for each paid payment, with its id, amount and wallets': (
    step,
  ) => {
    const paid = [...step.after.values()].filter(
      ({ payment }) => payment.transaction != null && step.cast.asked.has(payment.identifier),
    )
    const isThere = step.transaction == null || isOnChain(step)
    return broken(step.onChain.size !== paid.length || !isThere, step.transaction ?? paid)
  },
  'A10: the browser SDK is told of the payment that stands in the way, and of no other': (step) => {
    if (step.action.do !== 'ask incomplete' || !step.accepted) return undefined
    const payment = blockerOf(step)?.payment ?? null
    const isRight = isDeepStrictEqual(step.answer.body, { exists: payment != null, payment })
    return broken(!isRight, step.answer)
  },
  'A11: an answer shows the payment as it is seen afterwards': ({ answer, after }) => {
    const payment = answer.body == null ? undefined : paymentIn(answer)
    if (payment == null) return undefined
    return broken(!isDeepStrictEqual(payment, after.get(payment.identifier)?.payment), answer)
  },
  'A12: a uid belongs to one user and app and ends with the grant, as do its tokens': (step) => {
    if (step.action.do !== 'sign in') return undefined
    const { user, app } = step.action
    const { uid, token } = sessionsOf(step.cast, user, app).at(-1)!
    const earlier = sessionsOf(step.cast, user, app).slice(0, -1)
    const others = step.cast.sessions
      .flatMap((apps, of) => apps.filter((_, at) => of !== user || at !== app))
      .flat()
    const isRight =
      earlier.every((session) => (session.uid === uid) === session.live) &&
      others.every((session) => session.uid !== uid) &&
      [...earlier, ...others].every((session) => session.token !== token)
    return broken(!isRight, step.cast.sessions)
  },
}

function refusalOf({ answer }: Step): { error?: string; payment?: unknown } {
  return answer.body ?? {}
}

function isRefused(step: Step, codes: readonly string[]): boolean {
  const { error = '' } = refusalOf(step)
  const { status } = step.answer
  return codes.includes(error) && status === (STATUSES[error] ?? status) && status < 500
}

function isSpelled({ payment }: SeenPayment, spelling: Step['spelling']): boolean {
  const { status } = payment
  if (spelling === 'guide+wire') {
    return (
      payment.Pioneer_uid === payment.user_uid &&
      status.canceled === status.cancelled &&
      status.Pioneer_cancelled === status.user_cancelled
    )
  }
  return !('Pioneer_uid' in payment || 'canceled' in status || 'Pioneer_cancelled' in status)
}

function isCreation({ action }: Step): boolean {
  return action.do === 'create' || action.do === 'create by control'
}
