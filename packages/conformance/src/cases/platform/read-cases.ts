import { exactly, noItem } from '../../model/match.ts'
import type { ConformanceCase } from '../../model/case.ts'
import { beginPayment, haveUser } from '../have-user.ts'
import { ref } from '../../model/template.ts'
import { asOtherApp, haveOtherApp, notFound, notOwn } from './have-other-app.ts'
import { havePayment, read, UNKNOWN_ID } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const readCases: ConformanceCase[] = [
  platformCase({
    id: 'payments.get/known',
    title: 'A known payment is read, and reading it again shows the same',
    needs: ['known-payment'],
    steps: [
      { ...read('knownPayment'), expect: { status: 200, sameAs: 'first' } },
      { ...read('knownPayment'), expect: { status: 200, sameAs: 'first' } },
    ],
  }),
  platformCase({
    id: 'payments.get/fields',
    title: 'A payment has every field that was captured from Pi',
    needs: ['known-payment'],
    steps: [
      {
        ...read('knownPayment'),
        expect: { status: 200, fieldsOf: ['platform-payments-get', 'platform-payments-approve'] },
      },
    ],
  }),
  platformCase({
    id: 'payments.get/unknown',
    title: 'An unknown id is payment_not_found',
    needs: [],
    steps: [{ ...read(), params: { paymentId: UNKNOWN_ID }, expect: notFound }],
  }),
  platformCase({
    id: 'payments.get/a-txid-is-no-id',
    title: 'A transaction id is not accepted as a payment id',
    needs: PLAYED,
    steps: [...havePayment('paid'), { ...read('txid'), expect: notFound }],
  }),
  platformCase({
    id: 'payments.get/of-another-app',
    title: "Another app's payment is payment_not_found or forbidden",
    needs: PLAYED,
    steps: [
      haveOtherApp,
      ...havePayment('approved'),
      { ...read(), ...asOtherApp, expect: notOwn },
      { ...read(), expect: { status: 200, state: 'approved' } },
    ],
  }),
  platformCase({
    id: 'payments.get/shows-what-the-user-asked-for',
    title: 'A payment has the requested amount, memo, metadata and user',
    needs: PLAYED,
    steps: [
      ...haveUser('alice'),
      beginPayment({
        amount: 1234567.7654321,
        memo: 'Grüße & <b>',
        metadata: { a: { b: [1, null], c: null } },
      }),
      {
        ...read(),
        expect: {
          status: 200,
          state: 'created',
          body: {
            amount: 1234567.7654321,
            memo: 'Grüße & <b>',
            metadata: exactly({ a: { b: [1, null], c: null } }),
            user_uid: ref('aliceUid'),
            direction: 'user_to_app',
          },
        },
      },
    ],
  }),
]

const incompleteCases: ConformanceCase[] = [
  platformCase({
    id: 'payments.incomplete/wrapper',
    title: 'The open app-to-user payments come in an object, not as an array',
    needs: [],
    steps: [
      {
        call: 'payments.incomplete',
        expect: {
          status: 200,
          body: { incomplete_server_payments: noItem({ direction: 'user_to_app' }) },
        },
      },
    ],
  }),
  platformCase({
    id: 'payments.incomplete/no-user-to-app-payments',
    title: 'An open user-to-app payment is not among the open app-to-user payments',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        call: 'payments.incomplete',
        expect: {
          status: 200,
          body: { incomplete_server_payments: noItem({ identifier: ref('id') }) },
        },
      },
    ],
  }),
]

/** Reading payments, one and many. */
export const readPaymentCases: readonly ConformanceCase[] = [...readCases, ...incompleteCases]
