import type { ConformanceCase, Expect, ShownState, Step } from '../../model/case.ts'
import { usernameOf } from '../have-user.ts'
import { notFound } from '../platform/have-other-app.ts'
import { OTHER_TXID } from '../platform/have-payment.ts'
import { platformCase } from '../platform/platform-case.ts'
import { ref, text } from '../../model/template.ts'
import {
  create,
  haveOpen,
  look,
  PAYING,
  send,
  STROOPS,
  transfer,
  type TransferWish,
} from './have-app-payment.ts'

const haveBobsWallet: Step = {
  control: 'POST /users',
  body: { username: usernameOf('bob') },
  save: { bobWallet: 'wallet_address' },
}
const mismatch: Expect = { status: 'refused', code: ['verification_failed'] }

/** Transactions that are on the chain and are not the one that was asked for. */
const wrong: readonly [what: string, title: string, wish: TransferWish][] = [
  ['one-stroop-less', 'A transaction of one stroop less', { stroops: STROOPS - 1n }],
  ['one-stroop-more', 'A transaction of one stroop more', { stroops: STROOPS + 1n }],
  ['to-another-wallet', 'A transaction to another wallet', { to: ref('bobWallet') }],
  ['with-another-memo', 'A transaction with another memo', { memo: 'another memo' }],
]

const wrongCases = wrong.map(([what, title, wish]) =>
  platformCase({
    id: `payments.complete/app-to-user-${what}`,
    title: `${title} completes nothing`,
    needs: PAYING,
    steps: [
      ...haveOpen,
      haveBobsWallet,
      transfer(wish),
      { ...send('complete'), expect: mismatch },
      look('linked'),
    ],
  }),
)

/** Completions of app-to-user payments beside those of the table. */
export const appCompleteCases: readonly ConformanceCase[] = [
  ...wrongCases,
  platformCase({
    id: 'payments.complete/app-to-user-fields',
    title: 'A completed app-to-user payment has every field that was captured from Pi',
    needs: PAYING,
    steps: [
      ...haveOpen,
      transfer(),
      {
        ...send('complete'),
        expect: {
          status: 200,
          state: 'completed',
          fieldsOf: ['platform-payments-complete'],
          body: { transaction: { txid: ref('txid') } },
        },
      },
    ],
  }),
  platformCase({
    id: 'payments.complete/app-to-user-unknown-transaction',
    title: 'A transaction that is in no ledger completes nothing and links nothing',
    needs: PAYING,
    steps: [
      ...haveOpen,
      {
        ...send('complete', OTHER_TXID),
        expect: { status: 'refused', code: ['verification_failed', 'not_verified'] },
      },
      look('approved'),
      transfer(),
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
    ],
  }),
  platformCase({
    id: 'payments.complete/app-to-user-paid-twice',
    title: 'Of two transfers for one payment only one can complete it',
    needs: PAYING,
    steps: [
      ...haveOpen,
      transfer(),
      transfer({ save: 'secondTxid' }),
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
      {
        ...send('complete', ref('secondTxid')),
        expect: { status: 'refused', code: ['already_completed', 'txid_mismatch'] },
      },
      look('completed'),
    ],
  }),
  platformCase({
    id: 'payments.complete/app-to-user-transaction-of-another-payment',
    title: 'One transaction completes one app-to-user payment',
    needs: PAYING,
    steps: [
      ...haveOpen,
      transfer(),
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
      { ...create(), expect: { status: 200 }, save: { secondId: 'identifier' } },
      {
        ...send('complete'),
        params: { paymentId: ref('secondId') },
        expect: mismatch,
      },
    ],
  }),
  ...(['complete', 'cancel'] as const).map((command) =>
    platformCase({
      id: `payments.${command}/app-to-user-of-another-app`,
      title: `payments.${command} of another app's app-to-user payment is payment_not_found`,
      needs: PAYING,
      steps: [
        ...haveOpen,
        transfer(),
        { ...send(command), authorization: [text`Key ${'apiKey'}`], expect: notFound },
        look('approved'),
      ],
    }),
  ),
  race('complete', 'completed', 'already_completed'),
  race('cancel', 'cancelled', 'cancelled_payment'),
]

function race(
  command: 'complete' | 'cancel',
  state: ShownState,
  repeated: string,
): ConformanceCase {
  return platformCase({
    id: `payments.${command}/app-to-user-twenty-at-once`,
    title: `Of twenty calls of payments.${command} at once one has an effect, and the others are refused`,
    needs: PAYING,
    steps: [
      ...haveOpen,
      transfer(),
      {
        race: [{ ...send(command), expect: {} }],
        times: 20,
        outcomes: [
          { expect: { status: 200, state }, atLeast: 1, atMost: 1 },
          { expect: { status: 'refused', code: [repeated] } },
        ],
      },
      look(state),
      { timeline: ref('id'), events: { [state]: 1 } },
    ],
  })
}
