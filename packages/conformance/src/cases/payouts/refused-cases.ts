import { alohaCase } from '../aloha/have-payment.ts'
import type { CallStep, ConformanceCase, Expect } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { UNKNOWN_ID } from '../platform/have-payment.ts'
import { ref, text } from '../../model/template.ts'
import {
  atPi,
  create,
  havePaid,
  keyOf,
  paidTimes,
  PAYING,
  replayed,
  wanted,
} from './have-payout.ts'

const UNKNOWN_UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const failed = (code: string): Expect['body'] => ({
  sbResData: { row: { status: 'failed', fail_code: code, txid: null } },
})
const toUnknownUser: CallStep = {
  ...create({ key: keyOf('nobody'), payment: { uid: UNKNOWN_UID } }),
  expect: { status: 404, code: ['user_not_found'], body: failed('user_not_found') },
}

const neverPaid = { status: 'cancelled', cancel_requested: true, txid: null }
/** A payment that the app's owner makes at Pi without the target: the app can begin no other. */
const inTheWay: CallStep = {
  call: 'payments.create',
  at: 'pi',
  body: { payment: { ...wanted, uid: ref('aliceUid') } },
  expect: { status: 200 },
}

/** Payouts and cancellations that are refused. */
export const refusedPayoutCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'a2u.create/to-an-unknown-user',
    title: 'A payout to an unknown user fails permanently: 404, also when repeated',
    needs: PAYING,
    steps: [toUnknownUser, toUnknownUser],
  }),
  alohaCase({
    id: 'a2u.create/without-the-scope',
    title: 'A user who did not grant wallet_address cannot be paid: 422',
    needs: PAYING,
    steps: [
      ...haveUser('alice', { scopes: ['username', 'payments'] }),
      {
        ...create(),
        expect: { status: 422, code: ['missing_scope'], body: failed('missing_scope') },
      },
    ],
  }),
  alohaCase({
    id: 'a2u.cancel/paid',
    title: 'A payout that is paid cannot be cancelled',
    needs: PAYING,
    steps: [
      ...havePaid(),
      {
        call: 'a2u.cancel',
        params: { piPayId: ref('payoutId') },
        expect: {
          status: 409,
          code: ['already_paid'],
          body: { sbResData: { row: { status: 'completed' } } },
        },
      },
      atPi('completed'),
      paidTimes(1),
    ],
  }),
  alohaCase({
    id: 'a2u.cancel/waiting',
    title:
      'A payout that waits for its turn at Pi is cancelled, and the waiting call gets that result',
    needs: [...PAYING, 'one-a2u-at-a-time'],
    steps: [
      ...haveUser('alice'),
      { ...inTheWay, save: { blocking: 'identifier', wallet: 'to_address' } },
      {
        during: {
          ...create({ key: keyOf('waiting') }),
          expect: { status: 409, code: ['cancelled'], body: { sbResData: { row: neverPaid } } },
        },
        steps: [
          {
            until: {
              call: 'a2u.incomplete',
              expect: { status: 200, body: { sbResData: { rows: [{ uid: ref('aliceUid') }] } } },
              save: { payoutId: 'sbResData.rows.0.payout_id' },
            },
            withinMs: 10_000,
          },
          {
            call: 'a2u.cancel',
            params: { piPayId: ref('payoutId') },
            expect: { status: 200, body: { sbResData: { row: neverPaid } } },
          },
        ],
        last: {
          call: 'payments.cancel',
          at: 'pi',
          params: { paymentId: ref('blocking') },
          expect: { status: 200 },
        },
      },
      {
        ...create({ key: keyOf('waiting') }),
        expect: { status: 409, code: ['cancelled'], ...replayed },
      },
      paidTimes(0),
    ],
  }),
  alohaCase({
    id: 'a2u.cancel/failed',
    title: 'Cancelling a failed payout returns 200: no money will move',
    needs: PAYING,
    steps: [
      { ...toUnknownUser, save: { payoutId: 'sbResData.row.payout_id' } },
      {
        call: 'a2u.cancel',
        params: { piPayId: ref('payoutId') },
        expect: { status: 200, body: { sbResData: { row: { status: 'failed', txid: null } } } },
      },
    ],
  }),
  alohaCase({
    id: 'a2u.cancel/unknown',
    title: 'An unknown payout is payment_not_found',
    needs: ['write', 'a2u'],
    steps: [
      {
        call: 'a2u.cancel',
        params: { piPayId: UNKNOWN_ID },
        expect: { status: 404, code: ['payment_not_found'] },
      },
    ],
  }),
  alohaCase({
    id: 'a2u.cancel/of-another-client',
    title: "P7: another client's payout is payment_not_found",
    needs: [...PAYING, 'other-key'],
    steps: [
      ...havePaid(),
      {
        call: 'a2u.cancel',
        params: { piPayId: ref('payoutId') },
        authorization: [text`Bearer ${'otherApiKey'}`],
        expect: { status: 404, code: ['payment_not_found'] },
      },
    ],
  }),
]
