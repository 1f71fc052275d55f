import { expect, test } from 'vitest'
import {
  emptyMemory,
  makePayment,
  makePayout,
  makeWork,
  settings,
} from '../../../../testkit/make-work.ts'
import { absorb } from '../absorb.ts'
import type { Payout } from '../../model/payout.ts'
import type { PiRefusal } from '../../model/ports.ts'
import { rules } from '../rules.ts'
import type { Step } from '../steps.ts'

const create: Step = { type: 'create', payment: { uid: '', amount: 1n, memo: '', metadata: {} } }
const foreign = makePayment(makePayout(), { metadata: { order: 1 } })

/** The alarm when Pi creates no payment because that of this user is open. */
function blocked(set: Partial<Payout>, uid: string) {
  const work = makeWork(makePayout({ state: 'creating', attempts: 3, ...set }))
  const result: PiRefusal = {
    kind: 'refused',
    status: 400,
    code: 'ongoing_payment_found',
    payment: { ...foreign, user_uid: uid },
    verificationError: null,
  }
  const outcome = { type: 'payment', result } as const
  return absorb({ work, memory: emptyMemory, settings }, rules, { step: create, outcome }).alarms
}

test('a payment that blocks for long is an alarm that names it and whom it blocks', () => {
  const own = makePayout().uid
  const ofUser = { waitsFor: 'user_payment' } as const
  expect(blocked(ofUser, own)).toMatchObject([
    {
      code: 'payment_blocks',
      detail: `payment ${foreign.identifier} blocks the payouts of its user`,
    },
  ])
  expect(blocked({ waitsFor: 'app_payment' }, 'another')).toMatchObject([
    { detail: `payment ${foreign.identifier} blocks all payouts` },
  ])
  expect(blocked({ ...ofUser, attempts: 2 }, own)).toEqual([])
  expect(blocked({ waitsFor: 'app_payment' }, own)).toEqual([])
})
