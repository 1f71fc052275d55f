import type { ConformanceCase, Step } from '../../model/case.ts'
import { keysOf } from '../keys-of.ts'
import { OTHER_TXID } from '../platform/have-payment.ts'
import { ref } from '../../model/template.ts'
import { platformCase } from '../platform/platform-case.ts'
import { appRules, appShownAs, type AppState } from './app-rules.ts'
import { haveOpen, look, PAYING, send, transfer, type AppCommand } from './have-app-payment.ts'

const wrongMemo = { fixture: 'platform-payments-complete-tx-memo-payment-identifier-mismatch' }
const ways: Record<AppState, readonly Step[]> = {
  open: [],
  paid: [transfer()],
  linked: [
    transfer({ memo: 'another memo', save: 'wrongTxid' }),
    { ...send('complete', ref('wrongTxid')), expect: wrongMemo },
    transfer(),
  ],
  completed: [transfer(), { ...send('complete'), expect: { status: 200, state: 'completed' } }],
  cancelled: [
    transfer({ memo: 'cancelled' }),
    { ...send('cancel'), expect: { status: 200, state: 'cancelled' } },
  ],
}

const states = keysOf(appRules)

/** Every command in every state, one case each. */
export const appTransitionCases: readonly ConformanceCase[] = states.flatMap((state) =>
  keysOf(appRules[state]).map((command) => transition(state, command)),
)

function transition(state: AppState, command: AppCommand): ConformanceCase {
  const outcome = appRules[state][command]
  const isDone = 'to' in outcome
  const expect = isDone ? { status: 200, state: outcome.to } : outcome.refused
  const txid = state === 'open' ? OTHER_TXID : undefined
  return platformCase({
    id: `payments.${command}/when-app-to-user-and-${state}`,
    title: `payments.${command} of an app-to-user payment that is ${state} ${
      isDone ? `makes it ${outcome.to}` : 'is refused and changes nothing'
    }`,
    needs: PAYING,
    steps: [
      ...haveOpen,
      ...ways[state],
      look(appShownAs[state]),
      { ...send(command, txid), expect },
      look(isDone ? outcome.to : appShownAs[state]),
    ],
  })
}
