import type { Payment } from '@aloha-pi/contracts/platform'
import { expect, test } from 'vitest'
import { inShort, makePayment, makePayout, piId } from '../../../../testkit/make-work.ts'
import {
  absorbPayment,
  lost,
  nextIn,
  ok,
  refused,
  stepInShort,
  type Extra,
} from '../../../../testkit/take-step.ts'
import type { Payout } from '../../model/payout.ts'
import type { PiResult } from '../../model/ports.ts'
import type { Memory } from '../memory.ts'
import type { Step } from '../steps.ts'

const payment = (set: Partial<Payment> = {}) => makePayment(makePayout(), set)
const status = (set: Partial<Payment['status']>) => ({ status: { ...payment().status, ...set } })
const linked = (txid: string) => ({ transaction: { txid, verified: true, _link: 'x' } })
const txid = 'a'.repeat(64)
const done = payment({ ...status({ developer_completed: true }), ...linked(txid) })
const read: Step = { type: 'read_payment', piId }
const complete: Step = { type: 'complete', piId, txid }
const paid = { state: 'paid', txid } as const
const steps: [string, Partial<Payout>, Partial<Memory>, Extra, string][] = [
  [
    'the money has moved: Pi gets the transaction',
    { state: 'paid', txid: 'a' },
    {},
    {},
    'complete',
  ],
  [
    'the payment is read when Pi has a transaction but does not name it',
    { state: 'paid', txid: 'a' },
    { mustRead: true },
    {},
    'read_payment',
  ],
]

test.each(steps)('next: %s', (_name, set, memory, extra, expected) => {
  expect(stepInShort(nextIn(set, memory, extra))).toBe(expected)
})

const responses: [string, Partial<Payout>, Step, PiResult<Payment>, string][] = [
  ['complete: done', paid, complete, ok(done), 'paid -> completed, over'],
  ['complete: a 200 that does not show it', paid, complete, ok(payment()), 'rest 1000, over'],
  [
    'complete: a 200 with another transaction',
    paid,
    complete,
    ok({ ...done, ...linked('b'.repeat(64)) }),
    'rest 1000, over',
  ],
  ['complete: lost', paid, complete, lost, 'rest 1000, over'],
  ['complete: Pi lags', paid, complete, refused('not_verified'), 'rest 1000, over'],
  [
    'complete: a transaction that is not found is lag as well, and reported',
    paid,
    complete,
    refused('verification_failed', { verificationError: 'tx_not_found' }),
    'rest 1000, over, ! refused_for_now',
  ],
  [
    'complete: already completed, so the payment is read',
    paid,
    complete,
    refused('already_completed'),
    '',
  ],
  [
    'complete: linked to a transaction, so the payment is read',
    paid,
    complete,
    refused('verification_failed', { verificationError: 'payment_already_linked_with_a_tx' }),
    '',
  ],
  [
    'complete: Pi closed the record',
    paid,
    complete,
    refused('cancelled_payment'),
    'paid -> paid_unconfirmed, over, ! paid_unconfirmed',
  ],
  ['paid, read: completed with our transaction', paid, read, ok(done), 'paid -> completed, over'],
  [
    'paid, read: linked to another',
    paid,
    read,
    ok(payment(linked('b'.repeat(64)))),
    'paid -> paid_unconfirmed, over, ! paid_twice',
  ],
  [
    'paid, read: linked to ours, never completed',
    paid,
    read,
    ok(payment(linked(txid))),
    'paid -> paid_unconfirmed, over, ! paid_unconfirmed',
  ],
  [
    'paid, read: cancelled',
    paid,
    read,
    ok(payment(status({ cancelled: true }))),
    'paid -> paid_unconfirmed, over, ! paid_unconfirmed',
  ],
  ['paid, read: Pi knows nothing yet', paid, read, ok(payment()), 'rest 1000, over'],
]

test.each(responses)('%s', (_name, set, step, result, expected) => {
  expect(inShort(absorbPayment(set, step, result))).toBe(expected)
})
