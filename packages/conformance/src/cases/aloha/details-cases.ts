import { exactly, optional } from '../../model/match.ts'
import type { ConformanceCase } from '../../model/case.ts'
import { beginPayment, haveUser } from '../have-user.ts'
import { UNKNOWN_ID } from '../platform/have-payment.ts'
import { PLAYED } from '../platform/platform-case.ts'
import { ref } from '../../model/template.ts'
import { alohaCase, atPi, details, havePayment } from './have-payment.ts'

const unknown = { status: 404, code: ['payment_not_found'] }

/** Reading user-to-app payments. */
export const detailsCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'u2a.details/known',
    title: 'A known payment is read, and reading it again shows the same',
    needs: ['known-payment'],
    steps: [
      { ...details('knownPayment'), expect: { status: 200, sameAs: 'first' } },
      { ...details('knownPayment'), expect: { status: 200, sameAs: 'first' } },
    ],
  }),
  alohaCase({
    id: 'u2a.details/without-a-key',
    title: 'Details need no key',
    needs: ['known-payment'],
    details: 'public',
    steps: [
      { ...details('knownPayment'), expect: { status: 200 }, save: { payment: 'piResData' } },
      {
        ...details('knownPayment'),
        authorization: [],
        expect: { status: 200, body: { piResData: exactly(ref('payment')) } },
      },
    ],
  }),
  alohaCase({
    id: 'u2a.details/unknown',
    title: 'An unknown id is payment_not_found',
    needs: [],
    steps: [
      { ...details(), params: { piPayId: UNKNOWN_ID }, expect: unknown },
      { call: 'a2u.details', params: { piPayId: UNKNOWN_ID }, expect: unknown },
    ],
  }),
  alohaCase({
    id: 'u2a.details/as-pi-says',
    title: "piResData is Pi's response unchanged, to the stroop",
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      beginPayment({
        amount: 1234567.7654321,
        memo: 'Grüße & <b>',
        metadata: { a: { b: [1, null], c: null } },
      }),
      { ...atPi(), expect: { status: 200, state: 'created' }, save: { payment: '.' } },
      {
        ...details(),
        expect: {
          status: 200,
          state: 'created',
          body: {
            piResData: exactly(ref('payment')),
            sbResData: optional({ row: { payment_id: ref('id') } }),
          },
        },
      },
    ],
  }),
  alohaCase({
    id: 'u2a.details/after-a-write-elsewhere',
    title: 'What happened at Pi without this server is shown',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      { ...details(), expect: { status: 200, state: 'created' } },
      {
        call: 'payments.cancel',
        at: 'pi',
        params: { paymentId: ref('id') },
        expect: { status: 200, state: 'cancelled' },
      },
      { ...details(), expect: { status: 200, state: 'cancelled' } },
    ],
  }),
  alohaCase({
    id: 'a2u.details/of-a-user-to-app-payment',
    title: 'A user-to-app payment is not an app-to-user payment: the 404 says so',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      {
        call: 'a2u.details',
        params: { piPayId: ref('id') },
        expect: { status: 404, code: ['wrong_direction'] },
      },
    ],
  }),
]
