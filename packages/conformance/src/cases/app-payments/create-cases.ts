import { countOf, exactly, noItem } from '../../model/match.ts'
import type { ConformanceCase, Step } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { platformCase } from '../platform/platform-case.ts'
import { concat, ref, type Template } from '../../model/template.ts'
import {
  AMOUNT,
  asOwnApp,
  create,
  haveApp,
  haveOpen,
  listOpen,
  look,
  PAYING,
  send,
  transfer,
  wanted,
} from './have-app-payment.ts'

const UNKNOWN_UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const nothingOpen = listOpen(exactly([]))

function refusedCreation(
  what: string,
  title: string,
  {
    before = [],
    ...step
  }: { before?: readonly Step[] } & Pick<Extract<Step, { call: string }>, 'body' | 'expect'>,
): ConformanceCase {
  return platformCase({
    id: `payments.create/${what}`,
    title,
    needs: PAYING,
    steps: [...haveApp, ...before, { ...create(), ...step }, nothingOpen],
  })
}

const payment = (more: Readonly<Record<string, Template>>) => ({
  payment: { ...wanted, uid: ref('aliceUid'), ...more },
})

const refusedCases: readonly ConformanceCase[] = [
  refusedCreation('with-empty-metadata', 'Metadata must not be empty', {
    body: payment({ metadata: {} }),
    expect: { fixture: 'platform-payments-create-invalid-metadata' },
  }),
  refusedCreation('to-an-empty-uid', 'An empty uid is user_not_found', {
    body: payment({ uid: '' }),
    expect: { fixture: 'platform-payments-create-user-not-found-empty-uid' },
  }),
  refusedCreation('to-an-unknown-user', 'An unknown uid is user_not_found', {
    body: payment({ uid: UNKNOWN_UID }),
    expect: {
      fixture: 'platform-payments-create-user-not-found',
      body: {
        error_message: `User with uid ${UNKNOWN_UID} was not found. Please check the uid again.`,
      },
    },
  }),
  refusedCreation(
    'to-a-uid-of-another-app',
    'The uid that a user has in another app is user_not_found',
    {
      before: haveUser('bob'),
      body: payment({ uid: ref('bobUid') }),
      expect: {
        status: 404,
        code: ['user_not_found'],
        body: {
          error_message: concat(
            'User with uid ',
            ref('bobUid'),
            ' was not found. Please check the uid again.',
          ),
        },
      },
    },
  ),
  refusedCreation(
    'without-the-scope',
    'A user who did not grant wallet_address cannot be paid: 401',
    {
      before: haveUser('bob', { appId: ref('ownAppId'), scopes: ['username', 'payments'] }),
      body: payment({ uid: ref('bobUid') }),
      expect: { fixture: 'platform-payments-create-missing-scope' },
    },
  ),
]

const takenCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.create/begins',
    title: 'An app-to-user payment begins approved and without a transaction',
    needs: PAYING,
    steps: [
      ...haveApp,
      {
        ...create(),
        expect: {
          status: 200,
          state: 'approved',
          fieldsOf: ['platform-payments-create'],
          body: {
            ...wanted,
            metadata: exactly(wanted.metadata),
            user_uid: ref('aliceUid'),
            direction: 'app_to_user',
          },
        },
        save: { id: 'identifier', to: 'to_address' },
      },
      look('approved'),
      listOpen(countOf(1, { identifier: ref('id') })),
    ],
  }),
  platformCase({
    id: 'payments.create/amount-as-text',
    title: 'An amount may be a decimal string, as an official SDK sends it',
    needs: PAYING,
    steps: [
      ...haveApp,
      { ...create({ amount: '3.1400001' }), expect: { status: 200, body: { amount: AMOUNT } } },
    ],
  }),
  platformCase({
    id: 'payments.create/one-at-a-time',
    title: 'While a payment is open another one is refused, and the response has the open one',
    needs: [...PAYING, 'one-a2u-at-a-time'],
    steps: [
      ...haveOpen,
      {
        ...create({ amount: 1 }),
        expect: {
          status: 'refused',
          code: ['ongoing_payment_found'],
          body: {
            error_message: 'You need to complete the ongoing payment first to create a new one.',
            payment: { identifier: ref('id'), amount: AMOUNT },
          },
        },
      },
      { ...send('cancel'), expect: { status: 200, state: 'cancelled' } },
      { ...create({ amount: 1 }), expect: { status: 200, state: 'approved' } },
    ],
  }),
  platformCase({
    id: 'payments.create/twenty-at-once',
    title: 'Of twenty payments that an app creates at once one is created',
    needs: [...PAYING, 'one-a2u-at-a-time'],
    steps: [
      ...haveApp,
      {
        race: [{ ...create(), expect: {} }],
        times: 20,
        outcomes: [
          { expect: { status: 200, state: 'approved' }, atLeast: 1, atMost: 1 },
          { expect: { status: 'refused', code: ['ongoing_payment_found'] } },
        ],
      },
      listOpen(countOf(1, { direction: 'app_to_user' })),
    ],
  }),
]

const listCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.incomplete/until-completed',
    title: 'A payment is open until it is completed, even after its money has moved',
    needs: PAYING,
    steps: [
      ...haveOpen,
      transfer(),
      listOpen(countOf(1, { identifier: ref('id'), transaction: null })),
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
      nothingOpen,
    ],
  }),
  platformCase({
    id: 'payments.incomplete/until-cancelled',
    title: 'A cancelled payment is not open',
    needs: PAYING,
    steps: [...haveOpen, { ...send('cancel'), expect: { status: 200 } }, nothingOpen],
  }),
  platformCase({
    id: 'payments.incomplete/of-the-own-app',
    title: 'An app sees only its own open payments',
    needs: PAYING,
    steps: [
      ...haveOpen,
      {
        call: 'payments.incomplete',
        expect: {
          status: 200,
          body: { incomplete_server_payments: noItem({ identifier: ref('id') }) },
        },
      },
      { call: 'payments.incomplete', ...asOwnApp, expect: { status: 200 } },
    ],
  }),
]

/** Beginning and listing app-to-user payments. */
export const createCases: readonly ConformanceCase[] = [
  ...refusedCases,
  ...takenCases,
  ...listCases,
]
