import fc from 'fast-check'
import { exactly } from '../model/match.ts'
import { appRules, appShownAs, type AppState } from '../cases/app-payments/app-rules.ts'
import {
  asOwnApp,
  create,
  look,
  send,
  transfer,
  type AppCommand,
} from '../cases/app-payments/have-app-payment.ts'
import type { Step } from '../model/case.ts'
import { OTHER_TXID } from '../cases/platform/have-payment.ts'
import { ref } from '../model/template.ts'
import { amounts, metadata, texts } from './arbitraries.ts'

/** Frees the app for the next run. */
const cancel: Step = { ...send('cancel'), expect: { status: 200, state: 'cancelled' } }

/** Any payment that an app may begin is echoed to the stroop, at once and when it is read. */
export const appPayments: fc.Arbitrary<readonly Step[]> = fc
  .record({ amount: amounts, memo: texts, metadata })
  .map((wish) => {
    const echo = { ...wish, metadata: exactly(wish.metadata) }
    return [
      {
        ...create(wish),
        expect: { status: 200, state: 'approved', body: echo },
        save: { id: 'identifier' },
      },
      {
        call: 'payments.get',
        params: { paymentId: ref('id') },
        ...asOwnApp,
        expect: { status: 200, body: echo },
      },
      cancel,
    ]
  })

const commands = ['approve', 'complete', 'cancel', 'transfer'] as const
const LONGEST = 6

const begin: readonly Step[] = [
  {
    ...create(),
    expect: { status: 200, state: 'approved' },
    save: { id: 'identifier', to: 'to_address' },
  },
]

/** Any commands in any order on an app-to-user payment; after each, it is as the rules say. */
export const appWalks: fc.Arbitrary<readonly Step[]> = fc
  .array(fc.constantFrom(...commands), { minLength: 1, maxLength: LONGEST, size: 'max' })
  .map((walk) => begin.concat(stepsOf(walk)))

function stepsOf(walk: readonly (typeof commands)[number][]): Step[] {
  let state: AppState = 'open'
  const steps = walk.flatMap((command): Step[] => {
    if (command === 'transfer') {
      // One transfer is what the payment asks for; what a second one does is a separate case.
      if (state !== 'open') return []
      state = 'paid'
      return [transfer(), look('approved')]
    }
    const { step, next } = move(state, command)
    state = next
    return [step, look(appShownAs[next])]
  })
  return state === 'open' || state === 'paid' ? steps.concat(cancel) : steps
}

function move(state: AppState, command: AppCommand): { step: Step; next: AppState } {
  const outcome = appRules[state][command]
  const isPaid = state === 'paid' || state === 'completed'
  const call = send(command, isPaid ? ref('txid') : OTHER_TXID)
  if ('refused' in outcome) return { step: { ...call, expect: outcome.refused }, next: state }
  const next = outcome.to === 'completed' ? 'completed' : 'cancelled'
  return { step: { ...call, expect: { status: 200, state: outcome.to } }, next }
}
