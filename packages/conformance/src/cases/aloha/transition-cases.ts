import type { ConformanceCase, Step } from '../../model/case.ts'
import { keysOf } from '../keys-of.ts'
import { PLAYED } from '../platform/platform-case.ts'
import { shownAs, type U2aState } from '../platform/u2a-rules.ts'
import { alohaCase, atPi, details, havePayment, send, success } from './have-payment.ts'
import { alohaRules, type AlohaCommand } from './u2a-rules.ts'

const operations: Record<AlohaCommand, string> = {
  approve: 'u2a.approve',
  complete: 'u2a.complete',
  'complete-other': 'u2a.complete',
  abort: 'u2a.abort',
}
const states = keysOf(alohaRules)
const commands = keysOf(operations)

/** Every command in every state, one case each. */
export const alohaTransitionCases: readonly ConformanceCase[] = states.flatMap((state) =>
  commands.map((command) => transition(state, command)),
)

function transition(state: U2aState, command: AlohaCommand): ConformanceCase {
  const outcome = alohaRules[state][command]
  const other = command === 'complete-other' ? '-with-another-txid' : ''
  const withOther = other === '' ? '' : ' with another transaction than its own'
  const id = `${operations[command]}/when-${state}${other}`
  const verb = `${operations[command]} of a payment that is ${state}${withOther}`
  const before = [...havePayment(state), ...nameATransaction(state, command)]
  const after = 'to' in outcome ? outcome.to : shownAs(state)
  const expect = 'to' in outcome ? success(outcome.to) : outcome.refused
  return alohaCase({
    id,
    title:
      'to' in outcome
        ? `${verb} returns 200 with the payment, which is ${outcome.to}`
        : `${verb} is refused and changes nothing`,
    needs: PLAYED,
    steps: [
      ...before,
      { ...send(command), expect },
      { ...atPi(), expect: { status: 200, state: after } },
      { ...details(), expect: { status: 200, state: after } },
    ],
  })
}

/** Before the user paid, there is none to name: that of another user stands for it. */
function nameATransaction(state: U2aState, command: AlohaCommand): Step[] {
  const isPaid = state === 'paid' || state === 'completed'
  return command !== 'complete' || isPaid ? [] : havePayment('paid', { user: 'bob', as: 'otherId' })
}
