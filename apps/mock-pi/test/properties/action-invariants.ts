import { isDeepStrictEqual } from 'node:util'
import { sessionsOf } from './cast.ts'
import { paymentIn, UNKNOWN_ID } from './performed-action.ts'
import { errorOf } from './error-of.ts'
import { blockerOf, expectOutcome, openPaymentOf } from './expected-outcome.ts'
import { findOngoing, isLinking } from './expected-payout.ts'
import type { Outcome } from './outcome.ts'
import { predictChanges, predictNew } from './predicted-effects.ts'
import { isUserCreation } from './scenario.ts'
import type { SeenPayment } from './seen-world.ts'
import { findUnpaid, findUnsigned, isLinkTrue } from './signed-payments.ts'
import { broken, type Invariants, type Step } from './step.ts'

/** The statuses that the facts name; of the others only 4xx is known. */
const STATUSES: Record<string, number> = {
  payment_not_found: 404,
  invalid_authorization: 401,
  user_not_found: 404,
  verification_failed: 400,
  timeout: 504,
}

/** What holds for each action: its response, what it changes, and what it leaves alone. */
export const actionInvariants: Invariants = {
  'A1: a payment of another app looks like one that never existed': (step) => {
    const { response, responseToUnknown, id = '' } = step
    if (responseToUnknown == null) return undefined
    const told = JSON.stringify(response).replaceAll(id, UNKNOWN_ID)
    const isSame = told === JSON.stringify(responseToUnknown) && response.status === 404
    return broken(!isSame || step.changes.length > 0, { response, responseToUnknown })
  },
  'A2: wire has no name of the guide, guide+wire has each with the same value': (step) => {
    const wrong = step.changes.find(({ after }) => !isSpelled(after, step.spelling))
    return broken(wrong != null, wrong)
  },
  'A3: a refusal because of an open payment carries that payment': (step) => {
    const { error, payment } = refusalOf(step)
    if (error !== 'pending_payment' && error !== 'ongoing_payment_found') return undefined
    const blocker = error === 'pending_payment' ? blockerOf(step) : findOngoing(step)
    return broken(!isDeepStrictEqual(payment, blocker?.payment), { payment })
  },
  'A4: a refusal changes nothing, except that a completion links a transaction that differs': (
    step,
  ) => broken(!step.accepted && !isLinking(step) && step.changes.length > 0, step.changes),
  'A5: an action changes only the payment that it names, and a new one the one it replaces': (
    step,
  ) => {
    const isReplacing = isUserCreation(step.action)
    const replaced = isReplacing ? openPaymentOf(step)?.payment.identifier : undefined
    const allowed = new Set([step.action.do === 'get' ? undefined : step.id, replaced])
    const others = step.changes.filter(({ after }) => !allowed.has(after.payment.identifier))
    const isLost = [...step.before.keys()].some((id) => !step.after.has(id))
    return broken(others.length > 0 || isLost, others)
  },
  'A6: what Pi allows is done, and what it forbids is refused with its code': (step) => {
    const expected = expectOutcome(step)
    const isRight = isExpected(step, expected)
    return broken(!isRight, { expected, response: step.response })
  },
  'A7: an action does what it says and no more': (step) => {
    const predicted = predictChanges(step)
    const wrong = predicted.filter(
      ({ payment, json }) => step.after.get(payment.identifier)?.json !== json,
    )
    return broken(wrong.length > 0, { predicted: wrong, changes: step.changes })
  },
  'A8: a new payment is what was asked for': (step) => {
    if (!step.action.do.startsWith('create') || !step.accepted) return undefined
    const seen = step.after.get(step.id!)
    const isNew = /^[A-Za-z0-9]{28}$/.test(step.id!) && !step.before.has(step.id!)
    const isAsked = seen?.json === JSON.stringify(predictNew(step))
    return broken(!isNew || !isAsked, { predicted: predictNew(step), seen })
  },
  'A9: the chain has and shows what each user agreed to pay, and nothing that was not signed': (
    step,
  ) => {
    const [unpaid, unsigned] = [findUnpaid(step), findUnsigned(step)]
    const isShown = isLinkTrue(step)
    return broken(unpaid != null || unsigned != null || !isShown, { unpaid, unsigned })
  },
  'A10: the browser SDK gets the payment that blocks a new one, and no other': (step) => {
    if (step.action.do !== 'ask incomplete' || !step.accepted) return undefined
    const payment = blockerOf(step)?.payment ?? null
    const isRight = isDeepStrictEqual(step.response.body, { exists: payment != null, payment })
    return broken(!isRight, step.response)
  },
  'A11: a response shows the payment as it is seen afterwards': ({ response, after }) => {
    const payment = response.body == null ? undefined : paymentIn(response)
    if (payment == null) return undefined
    return broken(!isDeepStrictEqual(payment, after.get(payment.identifier)?.payment), response)
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

function refusalOf({ response }: Step): { error?: string; payment?: unknown } {
  return response.body ?? {}
}

function isExpected({ response, accepted }: Step, expected: Outcome): boolean {
  if (expected === 'anything') return true
  if (expected === 'accepted') return accepted
  const { verification_error: reason } = (response.body ?? {}) as { verification_error?: string }
  const error = errorOf(response) ?? ''
  const isTold = expected.verificationErrors?.includes(reason ?? '') ?? reason == null
  return (
    expected.refused.includes(error) &&
    isTold &&
    response.status === (STATUSES[error] ?? response.status) &&
    (response.status < 500 || error === 'timeout')
  )
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
