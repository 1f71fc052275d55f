import { absent } from '../../model/match.ts'
import { alohaCase } from '../aloha/have-payment.ts'
import type { ConformanceCase } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { ref, text } from '../../model/template.ts'
import {
  atPi,
  create,
  havePaid,
  keyOf,
  paidTimes,
  PAYING,
  replayed,
  taken,
  untilPaid,
} from './have-payout.ts'

/** A payout pays once, whatever is repeated. */
export const repetitionCases: readonly ConformanceCase[] = [
  alohaCase({
    id: 'a2u.create/pays',
    title: 'A payout pays its user to the stroop, once, and is completed at Pi',
    needs: PAYING,
    steps: [...havePaid(), atPi('completed'), paidTimes(1)],
  }),
  alohaCase({
    id: 'a2u.create/the-same-key-again',
    title: 'The same call with the same key is the same payout: it pays nothing more',
    needs: PAYING,
    steps: [
      ...havePaid(keyOf('order')),
      {
        ...create({ key: keyOf('order') }),
        expect: {
          status: 200,
          ...replayed,
          body: { sbResData: { row: { payout_id: ref('payoutId'), txid: ref('txid') } } },
        },
      },
      paidTimes(1),
    ],
  }),
  alohaCase({
    id: 'a2u.create/without-a-key-again',
    title: 'The same call without a key counts as a repetition: it pays nothing more',
    needs: PAYING,
    steps: [
      ...havePaid(),
      {
        ...create(),
        expect: {
          status: 200,
          ...replayed,
          body: { sbResData: { row: { payout_id: ref('payoutId') } } },
        },
      },
      paidTimes(1),
    ],
  }),
  alohaCase({
    id: 'a2u.create/the-same-key-for-another-payment',
    title: 'A key that was used for another payment is refused, and pays nothing',
    needs: PAYING,
    steps: [
      ...havePaid(keyOf('order')),
      {
        ...create({ key: keyOf('order'), payment: { amount: 0.3140002 } }),
        expect: { status: 422, code: ['idempotency_key_reuse'] },
      },
      paidTimes(1),
    ],
  }),
  alohaCase({
    id: 'a2u.create/two-keys',
    title: 'Two keys are two payouts',
    needs: PAYING,
    steps: [
      ...havePaid(keyOf('first')),
      {
        ...create({ key: keyOf('second') }),
        expect: taken,
        save: { secondId: 'sbResData.row.payout_id' },
      },
      untilPaid('secondId'),
      paidTimes(2),
    ],
  }),
  alohaCase({
    id: 'a2u.create/twenty-at-once',
    title: 'The same call twenty times at once pays once',
    needs: PAYING,
    steps: [
      ...haveUser('alice'),
      {
        race: [{ ...create({ key: keyOf('order') }), expect: {} }],
        times: 20,
        outcomes: [
          { expect: taken, atLeast: 1 },
          { expect: { status: 409, code: ['too_many_waiting'] } },
        ],
      },
      {
        ...create({ key: keyOf('order') }),
        expect: { ...taken, ...replayed },
        save: { payoutId: 'sbResData.row.payout_id' },
      },
      untilPaid(),
      paidTimes(1),
    ],
  }),
  alohaCase({
    id: 'a2u.create/key-of-another-client',
    title: 'P7: two clients can use the same key: each gets its own payout',
    needs: [...PAYING, 'other-key'],
    steps: [
      ...havePaid(keyOf('order')),
      {
        ...create({ key: keyOf('order') }),
        authorization: [text`Bearer ${'otherApiKey'}`],
        expect: { ...taken, headers: { 'idempotent-replayed': absent } },
        save: { secondId: 'sbResData.row.payout_id' },
      },
      untilPaid('secondId'),
      paidTimes(2),
    ],
  }),
]
