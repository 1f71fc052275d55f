import type { ConformanceCase } from '../../model/case.ts'
import { payPayment } from '../have-user.ts'
import { ref, text } from '../../model/template.ts'
import { havePayment, read, send } from './have-payment.ts'
import { PLAYED, platformCase } from './platform-case.ts'

/** Completions of user-to-app payments beside those of the table. */
export const completeCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'payments.complete/fields',
    title: 'A completed payment has every field that was captured from Pi',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        ...send('complete'),
        expect: {
          status: 200,
          state: 'completed',
          fieldsOf: ['platform-payments-complete', 'platform-payments-complete-form'],
          body: { transaction: { txid: ref('txid') } },
        },
      },
    ],
  }),
  platformCase({
    id: 'payments.complete/with-an-extra-key',
    title: 'A completion accepts an unknown key beside the txid',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        ...send('complete'),
        body: { txid: ref('txid'), paymentId: ref('id') },
        expect: { status: 200, state: 'completed' },
      },
    ],
  }),
  platformCase({
    id: 'payments.complete/as-a-form',
    title: 'A completion accepts its txid in a form, as PHP and Python programs send it',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        ...send('complete'),
        raw: text`txid=${'txid'}`,
        contentType: 'application/x-www-form-urlencoded',
        expect: { status: 200, state: 'completed' },
      },
    ],
  }),
  platformCase({
    id: 'payments.complete/without-a-txid',
    title: 'A completion without a txid is refused and changes nothing',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      {
        ...send('complete'),
        body: {},
        expect: { status: 'refused', code: ['missing_param', 'missing_txid'] },
      },
      { ...read(), expect: { status: 200, state: 'paid' } },
    ],
  }),
  platformCase({
    id: 'payments.complete/with-the-transaction-of-another-payment',
    title: "One transaction completes one payment: another user's transaction completes none",
    needs: PLAYED,
    steps: [
      ...havePayment('completed'),
      ...havePayment('approved', { user: 'bob', as: 'otherId' }),
      payPayment('otherId', 'otherTxid'),
      {
        ...send('complete', 'otherId', 'txid'),
        expect: { status: 'refused', code: ['txid_mismatch', 'verification_failed'] },
      },
      { ...read('otherId'), expect: { status: 200, state: 'paid' } },
      { ...send('complete', 'otherId', 'otherTxid'), expect: { status: 200, state: 'completed' } },
    ],
  }),
  platformCase({
    id: 'payments.complete/after-a-wrong-txid',
    title: 'A refused completion of a user-to-app payment does not block the right one',
    needs: PLAYED,
    steps: [
      ...havePayment('paid'),
      { ...send('complete-other'), expect: { status: 'refused' } },
      { ...send('complete'), expect: { status: 200, state: 'completed' } },
      { ...send('complete'), expect: { status: 'refused', code: ['already_completed'] } },
      { ...read(), expect: { status: 200, state: 'completed' } },
    ],
  }),
]
