import type { CallStep, ConformanceCase, Expect } from '../../model/case.ts'
import { payPayment } from '../have-user.ts'
import { OTHER_TXID, UNKNOWN_ID } from '../platform/have-payment.ts'
import { PLAYED } from '../platform/platform-case.ts'
import { ref, text } from '../../model/template.ts'
import { alohaCase, atPi, havePayment, send, success } from './have-payment.ts'

const inBody: Omit<CallStep, 'expect'> = {
  call: 'u2a.complete',
  params: { piPayId: ref('id') },
}
const invalid: Expect = { status: 400, code: ['invalid_request'] }

const unknownCases = (['approve', 'complete-other', 'abort'] as const).map((command) =>
  alohaCase({
    id: `${send(command).call}/of-an-unknown-payment`,
    title: `${send(command).call} of an unknown id is payment_not_found`,
    needs: ['write'],
    steps: [
      {
        ...send(command),
        params: { ...send(command).params, piPayId: UNKNOWN_ID },
        expect: { status: 404, code: ['payment_not_found'] },
      },
    ],
  }),
)

/** P7: who did not begin has no part in it, and does not learn that it is there. */
const foreignCases = (['approve', 'complete', 'abort'] as const).map((command) =>
  alohaCase({
    id: `${send(command).call}/of-another-client`,
    title: `${send(command).call} of another client's payment is payment_not_found and does nothing`,
    needs: [...PLAYED, 'other-key'],
    steps: [
      ...havePayment('paid'),
      {
        ...send(command),
        authorization: [text`Bearer ${'otherApiKey'}`],
        expect: { status: 404, code: ['payment_not_found'] },
      },
      { ...atPi(), expect: { status: 200, state: 'paid' } },
      { ...send('complete'), expect: success('completed') },
    ],
  }),
)

/** Where the transaction may be given, and whose payments can be acted on. */
export const alohaCompleteCases: readonly ConformanceCase[] = [
  ...unknownCases,
  ...foreignCases,
  alohaCase({
    id: 'u2a.complete/txid-in-the-body',
    title: 'The transaction may be in the body',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...inBody, body: { txid: ref('txid') }, expect: success('completed') },
      { ...atPi(), expect: { status: 200, state: 'completed' } },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/as-a-form',
    title: 'The transaction may be in a form, as at Pi',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        ...inBody,
        raw: text`txid=${'txid'}&paymentId=${'id'}`,
        contentType: 'application/x-www-form-urlencoded',
        expect: success('completed'),
      },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/with-the-payment-id',
    title: "The body may have the payment id beside the transaction, as Pi's SDKs send it",
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...inBody, body: { txid: ref('txid'), paymentId: UNKNOWN_ID }, expect: invalid },
      { ...atPi(), expect: { status: 200, state: 'paid' } },
      {
        ...inBody,
        body: { txid: ref('txid'), paymentId: ref('id') },
        expect: success('completed'),
      },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/txid-in-both',
    title: 'The same transaction may be in the path and in the body',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...send('complete'), body: { txid: ref('txid') }, expect: success('completed') },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/two-txids',
    title: 'Two different transactions are refused, and complete nothing',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...send('complete'), body: { txid: OTHER_TXID }, expect: invalid },
      { ...send('complete-other'), body: { txid: ref('txid') }, expect: invalid },
      { ...atPi(), expect: { status: 200, state: 'paid' } },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/without-a-txid',
    title: 'A completion without a transaction is refused, and completes nothing',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...inBody, expect: invalid },
      { ...inBody, body: {}, expect: invalid },
      { ...atPi(), expect: { status: 200, state: 'paid' } },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/with-the-transaction-of-another-payment',
    title: 'One transaction completes one payment',
    needs: PLAYED,
    steps: [
      ...havePayment('completed'),
      ...havePayment('approved', { user: 'bob', as: 'otherId' }),
      payPayment('otherId', 'otherTxid'),
      {
        ...send('complete', 'otherId', 'txid'),
        expect: { status: 409, code: ['txid_mismatch', 'verification_failed'] },
      },
      { ...atPi('otherId'), expect: { status: 200, state: 'paid' } },
      {
        ...send('complete', 'otherId', 'otherTxid'),
        expect: success('completed', 'otherId'),
      },
    ],
  }),
  alohaCase({
    id: 'u2a.complete/after-a-wrong-txid',
    title: 'A refused completion does not block the right one',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...send('complete-other'), expect: { status: 409 } },
      { ...send('complete'), expect: success('completed') },
      { ...atPi(), expect: { status: 200, state: 'completed' } },
    ],
  }),
  alohaCase({
    id: 'u2a.approve/approved-at-pi',
    title: 'A payment that was approved at Pi directly gets the same response as one approved here',
    needs: PLAYED,
    steps: [
      ...havePayment('created'),
      {
        call: 'payments.approve',
        at: 'pi',
        params: { paymentId: ref('id') },
        expect: { status: 200, state: 'approved' },
      },
      { ...send('approve'), expect: success('approved') },
    ],
  }),
]
