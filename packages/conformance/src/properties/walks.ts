import fc from 'fast-check'
import type { CallStep, ControlStep, ShownState, Step } from '../model/case.ts'
import { beginPayment, cancelAsUser, haveUser, payPayment } from '../cases/have-user.ts'
import { shownAs, type U2aState } from '../cases/platform/u2a-rules.ts'

/** What an API's commands do, by its own rules. */
export type WalkRules<Command extends string> = {
  commands: readonly Command[]
  /** The one that a payment begins with. */
  first: Command
  /** The call, with what must come of it, and how the payment is shown afterwards. */
  move(state: U2aState, command: Command): { step: CallStep; shows: ShownState }
  /** Reads the payment, which must be in that state. */
  look(state: ShownState): readonly Step[]
}

/** What the user does between. */
const acts = ['pay', 'cancel-as-user'] as const
type Act = (typeof acts)[number]

/** Longer walks find no more: a payment has four states on its longest way. */
const LONGEST = 8

/** Any commands and acts in any order on a new payment, as steps. */
export function walks<Command extends string>(
  rules: WalkRules<Command>,
): fc.Arbitrary<readonly Step[]> {
  // Those that lead on come more often: most of what can go wrong is behind them.
  const any = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Command | Act>(rules.first, 'pay') },
    { weight: 2, arbitrary: fc.constantFrom<Command | Act>(...rules.commands, ...acts) },
  )
  return fc
    .array(any, { minLength: 1, maxLength: LONGEST, size: 'max' })
    .map((walk) => haveUser('alice').concat(beginPayment({ amount: 1 }), stepsOf(walk, rules)))
}

function stepsOf<Command extends string>(
  walk: readonly (Command | Act)[],
  rules: WalkRules<Command>,
): Step[] {
  let state: U2aState = 'created'
  return walk.flatMap((name): Step[] => {
    const { step, next } = isAct(name) ? act(state, name) : command(state, name, rules)
    state = next
    return [step].concat(rules.look(shownAs(next)))
  })
}

type Taken = { step: Step; next: U2aState }

function isAct(name: string): name is Act {
  return acts.some((each) => each === name)
}

function act(state: U2aState, name: Act): Taken {
  if (name === 'pay') {
    return state === 'approved'
      ? { step: payPayment(), next: 'paid' }
      : { step: refused(payPayment()), next: state }
  }
  return state === 'created' || state === 'approved'
    ? { step: cancelAsUser(), next: 'cancelled-by-user' }
    : { step: refused(cancelAsUser()), next: state }
}

/** The mock returns 409 to the user where the wallet would not let them. */
function refused({ control }: ControlStep): Step {
  return { control, status: 409 }
}

/** Before the user paid there is no transaction of its own to name: another one stands for it. */
function command<Command extends string>(
  state: U2aState,
  name: Command,
  rules: WalkRules<Command>,
): Taken {
  const isPaid = state === 'paid' || state === 'completed'
  const other = rules.commands.find((each) => each === 'complete-other') ?? name
  const { step, shows } = rules.move(state, name === 'complete' && !isPaid ? other : name)
  // What no command changes keeps its state; `linked` is only of app-to-user payments.
  return { step, next: shows === shownAs(state) ? state : (shows as U2aState) }
}
