import type { Payment } from '@aloha-pi/contracts'
import { expect, test } from 'vitest'
import { OTHER_TXID, TXID, piPayment, type PiState } from '../../test/pi-payment.ts'
import type { PiRefusal, PiResult } from '../payouts/model/ports.ts'
import { unknown as lost } from '../upstream/pi-result.ts'
import {
  afterRead,
  afterWrite,
  planCommand,
  settledBy,
  statusShown,
  type Plan,
  type U2aCommand,
} from './u2a-machine.ts'
import type { U2aAction } from './u2a-payment.ts'

const approve: U2aCommand = { action: 'approve' }
const complete: U2aCommand = { action: 'complete', txid: TXID }
const completeOther: U2aCommand = { action: 'complete', txid: OTHER_TXID }
const abort: U2aCommand = { action: 'abort' }

const send: Plan = { next: 'send' }
const done: Plan = { next: 'done' }
const refuse = (conflict: Extract<Plan, { next: 'refuse' }>['conflict']): Plan => ({
  next: 'refuse',
  conflict,
})

const plans: [state: PiState, command: U2aCommand, plan: Plan][] = [
  ['created', approve, send],
  ['approved', approve, done],
  ['paid', approve, done],
  ['completed', approve, done],
  ['cancelled', approve, refuse('cancelled_payment')],
  ['user_cancelled', approve, refuse('cancelled_payment')],
  ['created', complete, send],
  ['approved', complete, send],
  ['paid', complete, send],
  ['paid', completeOther, refuse('txid_mismatch')],
  ['completed', complete, done],
  ['completed', completeOther, refuse('txid_mismatch')],
  ['cancelled', complete, refuse('cancelled_payment')],
  ['user_cancelled', complete, refuse('cancelled_payment')],
  ['created', abort, send],
  ['approved', abort, send],
  ['paid', abort, refuse('payment_tx_present')],
  ['completed', abort, refuse('already_completed')],
  ['cancelled', abort, done],
  ['user_cancelled', abort, done],
]

test.each(plans)('a payment that is %s : %o leads to %o', (state, command, plan) => {
  expect(planCommand(command, piPayment(state))).toEqual(plan)
})

test('a completed payment without a transaction is not proof of any transaction', () => {
  const payment = piPayment('completed', { transaction: null })
  expect(planCommand(complete, payment)).toEqual(refuse('already_completed'))
})

test.each([
  ['created', 'seen'],
  ['approved', 'approved'],
  ['paid', 'approved'],
  ['completed', 'completed'],
  ['cancelled', 'aborted'],
  ['user_cancelled', 'aborted'],
] as const)('a payment that is %s is recorded as %s', (state, status) => {
  expect(statusShown(piPayment(state))).toBe(status)
})

test.each<[PiState, U2aAction[]]>([
  ['created', []],
  ['approved', ['approve']],
  ['paid', ['approve']],
  ['completed', ['approve', 'complete']],
  ['cancelled', ['abort']],
  ['user_cancelled', ['abort']],
])('a payment that is %s settles %j', (state, settled) => {
  expect(settledBy(piPayment(state))).toEqual(settled)
})

test('a payment that was approved and then cancelled settles both', () => {
  const { status } = piPayment('cancelled')
  const payment = piPayment('cancelled', { status: { ...status, developer_approved: true } })
  expect(settledBy(payment)).toEqual(['approve', 'abort'])
})

const shows = (state: PiState): PiResult<Payment> => ({ kind: 'ok', value: piPayment(state) })
const refused = (code: string): PiRefusal => ({
  kind: 'refused',
  status: 400,
  code,
  payment: null,
  verificationError: null,
})

test('only a response that shows the effect settles a write', () => {
  expect(afterWrite(approve, shows('approved'))).toEqual({
    kind: 'done',
    payment: piPayment('approved'),
  })
  expect(afterWrite(approve, shows('created'))).toBe('read')
  expect(afterWrite(complete, shows('paid'))).toBe('read')
  expect(afterWrite(abort, shows('approved'))).toBe('read')
})

test.each(['timeout', 'unreachable', 'unusable', 'unauthorized'] as const)(
  'a response lost to %s is followed by a read',
  (cause) => expect(afterWrite(approve, lost(cause))).toBe('read'),
)

test('a refusal is followed by a read: an identical call may have been faster', () => {
  expect(afterWrite(approve, refused('already_approved'))).toBe('read')
  expect(afterWrite(complete, refused('verification_failed'))).toBe('read')
})

test('a Pi that limits calls is not asked again, and the outcome stays unknown', () => {
  expect(afterWrite(approve, lost('busy'))).toEqual({ kind: 'unknown', cause: 'busy' })
})

test.each([lost('timeout'), refused('already_approved'), shows('created')])(
  'after %o a read that shows the effect means done',
  (written) => {
    expect(afterRead(approve, written, shows('approved'), 1)).toMatchObject({ kind: 'done' })
    expect(afterRead(approve, written, shows('approved'), 2)).toMatchObject({ kind: 'done' })
  },
)

test.each([lost('timeout'), refused('cancelled_payment'), shows('created')])(
  'after %o a read that rules the effect out means a conflict',
  (written) => {
    const outcome = { kind: 'conflict', conflict: 'cancelled_payment' }
    expect(afterRead(approve, written, shows('cancelled'), 1)).toMatchObject(outcome)
  },
)

test('a lost write without effect is repeated once, then its outcome is unknown', () => {
  const written = lost('unreachable')
  expect(afterRead(approve, written, shows('created'), 1)).toBe('repeat')
  expect(afterRead(approve, written, shows('created'), 2)).toEqual({
    kind: 'unknown',
    cause: 'unreachable',
  })
})

test.each([lost('timeout'), refused('payment_not_found')])(
  'a lost write is not repeated blindly: the read gave %o',
  (seen) => {
    const written = lost('timeout')
    expect(afterRead(complete, written, seen, 1)).toEqual({ kind: 'unknown', cause: 'timeout' })
  },
)

test("Pi's refusal of the first write counts when the read shows no effect, or fails", () => {
  const written = refused('verification_failed')
  const outcome = { kind: 'refused', response: written }
  expect(afterRead(complete, written, shows('paid'), 1)).toEqual(outcome)
  expect(afterRead(complete, written, lost('timeout'), 1)).toEqual(outcome)
})

test('a refusal after a lost write is not a verdict: the lost one may still be under way', () => {
  const written = refused('verification_failed')
  expect(afterRead(complete, written, shows('paid'), 2)).toMatchObject({ kind: 'unknown' })
})

test.each(['already_approved', 'already_completed', 'cancelled_payment'])(
  '%s that the read does not confirm leaves the outcome unknown',
  (code) => {
    const unknown = { kind: 'unknown' }
    expect(afterRead(approve, refused(code), lost('timeout'), 1)).toMatchObject(unknown)
    expect(afterRead(approve, refused(code), shows('created'), 2)).toMatchObject(unknown)
  },
)
