import type { ConformanceCase, Step } from '../../model/case.ts'
import { ref } from '../../model/template.ts'
import { keysOf } from '../keys-of.ts'
import { havePayment, read, send } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'
import { shownAs, u2aRules, type U2aCommand, type U2aState } from './u2a-rules.ts'

const operations: Record<U2aCommand, string> = {
  approve: 'payments.approve',
  complete: 'payments.complete',
  'complete-other': 'payments.complete',
  cancel: 'payments.cancel',
}
const worded: Partial<Record<U2aState, string>> = {
  'cancelled-by-user': 'cancelled by its user',
}
const states = keysOf(u2aRules)
const commands = keysOf(operations)

/** Every command in every state, one case each. */
export const transitionCases: readonly ConformanceCase[] = states.flatMap((state) =>
  commands.map((command) => transition(state, command)),
)

function transition(state: U2aState, command: U2aCommand): ConformanceCase {
  const outcome = u2aRules[state][command]
  const other = command === 'complete-other' ? '-with-another-txid' : ''
  const id = `${operations[command]}/when-${state}${other}`
  const before = [...havePayment(state), ...nameATransaction(state, command)]
  const verb = `${operations[command]} of a payment that is ${worded[state] ?? state}`
  const withOther = other === '' ? '' : ', with another transaction than its own,'
  return 'to' in outcome
    ? platformCase({
        id,
        title: `${verb} makes it ${outcome.to}`,
        needs: PLAYED,
        steps: [
          ...before,
          { ...send(command), expect: { status: 200, state: outcome.to } },
          { ...read(), expect: { status: 200, state: outcome.to } },
        ],
      })
    : platformCase({
        id,
        title: `${verb}${withOther} is refused and changes nothing`,
        needs: PLAYED,
        steps: [
          ...before,
          { ...send(command), expect: outcome.refused },
          { ...read(), expect: { status: 200, state: shownAs(state), ...sameTransaction(state) } },
        ],
      })
}

/** Before the user paid, there is none to name: one of another payment of the user's app stands for it. */
function nameATransaction(state: U2aState, command: U2aCommand): Step[] {
  const isPaid = state === 'paid' || state === 'completed'
  return command !== 'complete' || isPaid ? [] : havePayment('paid', { user: 'bob', as: 'otherId' })
}

function sameTransaction(state: U2aState) {
  const isPaid = state === 'paid' || state === 'completed'
  return isPaid ? { body: { transaction: { txid: ref('txid') } } } : {}
}
