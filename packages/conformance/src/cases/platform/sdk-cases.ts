import { countOf, exactly, optional } from '../../model/match.ts'
import type { CallStep, ConformanceCase } from '../../model/case.ts'
import { haveUser, usernameOf } from '../have-user.ts'
import { ref, text } from '../../model/template.ts'
import { asOtherApp, haveOtherApp, notFound } from './have-other-app.ts'
import { havePayment, read, send } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const asAlice = { authorization: [text`Bearer ${'aliceToken'}`] }
const asBob = { authorization: [text`Bearer ${'bobToken'}`] }
const order = { amount: 0.0000001, memo: 'One stroop', metadata: { order: '12345' } }

const begin = (as = asAlice): Omit<CallStep, 'expect'> => ({
  call: 'sdk.createUserPayment',
  ...as,
  body: order,
})
const incomplete = (as = asAlice): Omit<CallStep, 'expect'> => ({
  call: 'sdk.incompletePayment',
  ...as,
})
const none = { fixture: 'platform-sdk-incomplete-payment-none' }

const createCases: ConformanceCase[] = [
  platformCase({
    id: 'sdk.createUserPayment/begins',
    title: 'A user begins a payment, and the server of the app reads the same one',
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      {
        ...begin(),
        expect: {
          status: 200,
          state: 'created',
          fieldsOf: ['platform-payments-get', 'platform-payments-approve'],
          body: {
            ...order,
            metadata: exactly(order.metadata),
            user_uid: ref('aliceUid'),
            direction: 'user_to_app',
          },
        },
        save: { id: 'identifier' },
      },
      { ...read(), expect: { status: 200, state: 'created', body: order } },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/replaces-an-unpaid-one',
    title: 'A new payment cancels the open one that the user has not paid',
    needs: [...PLAYED, 'replace-unpaid'],
    steps: [
      ...havePayment('approved'),
      { ...begin(), expect: { status: 200, state: 'created' }, save: { newId: 'identifier' } },
      { ...read(), expect: { status: 200, state: 'cancelled' } },
      { ...send('approve', 'newId'), expect: { status: 200, state: 'approved' } },
      { ...send('approve'), expect: { status: 'refused', code: ['cancelled_payment'] } },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/waits-for-a-paid-one',
    title: 'A payment that is paid and not completed blocks its user from beginning another',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        ...begin(),
        expect: {
          status: 'refused',
          code: ['pending_payment'],
          body: { payment: optional({ identifier: ref('id') }) },
        },
      },
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
      { ...begin(), expect: { status: 200, state: 'created' } },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/leaves-other-users-alone',
    title: "A user's payment neither cancels nor blocks that of another user",
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      ...haveUser('bob'),
      { ...begin(asBob), expect: { status: 200, state: 'created' } },
      { ...read(), expect: { status: 200, state: 'paid' } },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/belongs-to-the-app-of-the-token',
    title: 'A payment belongs to the app that the token was issued for, and to no other',
    needs: PLAYED,
    steps: [
      haveOtherApp,
      ...haveUser('alice', { appId: ref('otherAppId') }),
      { ...begin(), expect: { status: 200, state: 'created' }, save: { id: 'identifier' } },
      { ...read(), ...asOtherApp, expect: { status: 200, state: 'created' } },
      { ...read(), expect: notFound },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/without-the-scope',
    title: 'Without the scope payments a user cannot begin one',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', { scopes: ['username'] }),
      { ...begin(), expect: { status: [401, 403], code: ['missing_scope'] } },
    ],
  }),
  platformCase({
    id: 'sdk.createUserPayment/twenty-at-once',
    title: 'Of twenty payments that a user begins at once one stays open',
    needs: [...PLAYED, 'replace-unpaid'],
    steps: [
      ...haveUser('alice'),
      {
        race: [{ ...begin(), expect: {} }],
        times: 20,
        outcomes: [
          { expect: { status: 200 }, atLeast: 1 },
          { expect: { status: 'refused', code: ['pending_payment'] } },
        ],
      },
      {
        control: 'GET /payments?limit=200',
        expectBody: {
          payments: countOf(1, {
            username: usernameOf('alice'),
            payment: { status: { cancelled: false } },
          }),
        },
      },
    ],
  }),
]

const incompleteCases: ConformanceCase[] = [
  platformCase({
    id: 'sdk.incompletePayment/none',
    title: 'A user without payments has no incomplete payment',
    needs: PLAYED,
    steps: [...haveUser('alice'), { ...incomplete(), expect: none }],
  }),
  platformCase({
    id: 'sdk.incompletePayment/paid',
    title:
      'A payment that is paid and not completed is incomplete, only for its user, until it is completed',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      ...haveUser('bob'),
      {
        ...incomplete(),
        expect: {
          status: 200,
          fieldsOf: ['platform-sdk-incomplete-payment'],
          body: { exists: true, payment: { identifier: ref('id') } },
        },
      },
      { ...incomplete(asBob), expect: none },
      { ...send('complete'), expect: { status: 200 } },
      { ...incomplete(), expect: none },
    ],
  }),
  platformCase({
    id: 'sdk.incompletePayment/cancelled',
    title: 'A cancelled payment is not incomplete',
    needs: PLAYED,
    steps: [...havePayment('cancelled'), { ...incomplete(), expect: none }],
  }),
]

/** The two calls of the browser SDK. */
export const sdkCases: readonly ConformanceCase[] = [...createCases, ...incompleteCases]
