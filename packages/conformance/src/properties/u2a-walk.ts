import fc from 'fast-check'
import type { ControlStep, Step } from '../cases/case.ts'
import { beginPayment, cancelAsUser, haveUser, payPayment } from '../cases/have-user.ts'
import { read, send } from '../cases/platform/have-payment.ts'
import { shownAs, u2aRules, type U2aCommand, type U2aState } from '../cases/platform/u2a-rules.ts'

const commands = [
  'approve',
  'complete',
  'complete-other',
  'cancel',
  'pay',
  'cancel-as-user',
] as const
type Command = (typeof commands)[number]

/** Longer walks find no more: a payment has four states on its longest way. */
const LONGEST = 8

/** Any commands in any order on one payment; after each, the payment is as the rules say. */
export const u2aWalks: fc.Arbitrary<readonly Step[]> = fc
  .array(fc.constantFrom(...commands), { minLength: 1, maxLength: LONGEST })
  .map((walk) => haveUser('alice').concat(beginPayment({ amount: 1 }), stepsOf(walk)))

function stepsOf(walk: readonly Command[]): Step[] {
  let state: U2aState = 'created'
  return walk.flatMap((command) => {
    const { steps, next }: Move = move(state, command)
    state = next
    return [...steps, { ...read(), expect: { status: 200, state: shownAs(state) } }]
  })
}

type Move = { steps: Step[]; next: U2aState }

function move(state: U2aState, command: Command): Move {
  switch (command) {
    case 'pay':
      return state === 'approved'
        ? { steps: [payPayment()], next: 'paid' }
        : { steps: [refused(payPayment())], next: state }
    case 'cancel-as-user':
      return state === 'created' || state === 'approved'
        ? { steps: [cancelAsUser()], next: 'cancelled-by-user' }
        : { steps: [refused(cancelAsUser())], next: state }
    default:
      return callMove(state, command)
  }
}

/** The mock answers the user 409 where the wallet would not let them. */
function refused({ control }: ControlStep): Step {
  return { control, status: 409 }
}

/** Before the user paid there is no transaction of its own to name. */
function callMove(state: U2aState, command: U2aCommand): Move {
  const isPaid = state === 'paid' || state === 'completed'
  const named = command === 'complete' && !isPaid ? 'complete-other' : command
  const outcome = u2aRules[state][named]
  if ('refused' in outcome) {
    return { steps: [{ ...send(named), expect: outcome.refused }], next: state }
  }
  const expect = { status: 200, state: outcome.to }
  // No command of the server leads to `linked`, which app-to-user payments alone have.
  return { steps: [{ ...send(named), expect }], next: outcome.to as U2aState }
}
