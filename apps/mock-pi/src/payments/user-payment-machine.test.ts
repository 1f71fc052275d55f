import { expect, test } from 'vitest'
import {
  APPROVAL_TIMEOUT_MS,
  CREATED_AT,
  PAYER,
  TXID,
  aUserPayment,
  userPaymentInState,
} from '../../test/payment-in-state.ts'
import type { UserPaymentState } from './payment-record.ts'
import { decideUserPayment, type UserPaymentCommand } from './user-payment-machine.ts'

const commands: Record<UserPaymentCommand['type'], UserPaymentCommand> = {
  approve: { type: 'approve' },
  pay: { type: 'pay', txid: TXID, fromAddress: PAYER },
  complete: { type: 'complete', txid: TXID },
  cancel: { type: 'cancel' },
  cancel_as_user: { type: 'cancel_as_user' },
  replace: { type: 'replace' },
  expire: { type: 'expire' },
}

// By hand, from what is publicly known of Pi: "> state" is a move, anything else the refusal.
const table = `
                  | approve           | pay               | complete          | cancel            | cancel_as_user      | replace           | expire
created           | > approved        | not_approved      | not_verified      | > cancelled       | > cancelled_by_user | > replaced        | not_due
approved          | already_approved  | > paid            | not_verified      | > cancelled       | > cancelled_by_user | > replaced        | already_approved
paid              | already_approved  | already_paid      | > completed       | tx_present        | tx_present          | pending           | already_approved
completed         | already_completed | already_completed | already_completed | already_completed | already_completed   | already_completed | already_completed
cancelled         | cancelled         | cancelled         | cancelled         | cancelled         | cancelled           | cancelled         | cancelled
cancelled_by_user | cancelled_by_user | cancelled_by_user | cancelled_by_user | cancelled_by_user | cancelled_by_user   | cancelled_by_user | cancelled_by_user
expired           | expired           | expired           | expired           | expired           | expired             | expired           | expired
replaced          | replaced          | replaced          | replaced          | replaced          | replaced            | replaced          | replaced
`
const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
// The header's first cell is empty and trimmed away with its line.
const names = header.slice(-7) as UserPaymentCommand['type'][]
const cases = rows.flatMap(([state, ...outcomes]) =>
  outcomes.map((outcome, column) => [state as UserPaymentState, names[column]!, outcome] as const),
)

test('the table names every state and command once', () => {
  expect(names.toSorted()).toEqual(Object.keys(commands).sort())
  expect(new Set(cases.map(([state, command]) => `${state} ${command}`)).size).toBe(8 * 7)
})

const moves = cases.filter(([, , outcome]) => outcome.startsWith('> '))
const refusals = cases.filter(([, , outcome]) => !outcome.startsWith('> '))

test.each(moves)('%s: %s leads on %s', (state, command, outcome) => {
  const before = userPaymentInState(state)
  const at = CREATED_AT + 10_000
  const event = outcome.slice(2)

  const decision = decideUserPayment(before, commands[command], at)

  expect(decision).toMatchObject({ ok: true, payment: { state: event } })
  expect(decision.payment.timeline).toEqual([...before.timeline, { at, event }])
})

test.each(refusals)('%s: %s is refused: %s', (state, command, refusal) => {
  const before = userPaymentInState(state)
  const decision = decideUserPayment(before, commands[command], CREATED_AT + 10_000)
  expect(decision).toEqual({ ok: false, refusal, payment: before })
})

test.each(['paid', 'completed'] as const)(
  'a %s payment refuses to be completed by another transaction',
  (state) => {
    const before = userPaymentInState(state)
    const decision = decideUserPayment(
      before,
      { type: 'complete', txid: 'b'.repeat(64) },
      CREATED_AT,
    )
    expect(decision).toEqual({ ok: false, refusal: 'txid_mismatch', payment: before })
  },
)

test('paying links the transaction and the wallet that paid', () => {
  const { payment } = decideUserPayment(userPaymentInState('approved'), commands.pay, CREATED_AT)
  expect(payment).toMatchObject({ txid: TXID, fromAddress: PAYER })
})

test('a decision leaves the record that it was asked about as it was', () => {
  const before = Object.freeze(aUserPayment())
  const copy = structuredClone(before)
  decideUserPayment(before, commands.approve, CREATED_AT)
  expect(before).toEqual(copy)
})

const lastInstant = CREATED_AT + APPROVAL_TIMEOUT_MS - 1

test('the last millisecond still approves', () => {
  expect(decideUserPayment(aUserPayment(), commands.approve, lastInstant)).toMatchObject({
    ok: true,
    payment: { state: 'approved' },
  })
})

test.each(Object.keys(commands).filter((name) => name !== 'expire'))(
  '%s after the approval time finds the payment expired, at the time when it was due',
  (name) => {
    const command = commands[name as UserPaymentCommand['type']]

    const decision = decideUserPayment(aUserPayment(), command, lastInstant + 5000)

    expect(decision).toMatchObject({
      ok: false,
      refusal: 'expired',
      payment: {
        state: 'expired',
        timeline: [
          { event: 'created' },
          { event: 'expired', at: CREATED_AT + APPROVAL_TIMEOUT_MS },
        ],
      },
    })
  },
)

test('a payment that is due expires at its own time, however late this is noticed', () => {
  const { ok, payment } = decideUserPayment(
    aUserPayment(),
    commands.expire,
    lastInstant + 86_400_000,
  )
  expect(ok).toBe(true)
  expect(payment.timeline.at(-1)).toEqual({
    at: CREATED_AT + APPROVAL_TIMEOUT_MS,
    event: 'expired',
  })
})

test.each(['approved', 'paid'] as const)('an %s payment never expires', (state) => {
  const before = userPaymentInState(state)
  const decision = decideUserPayment(before, commands.expire, CREATED_AT + 10 * APPROVAL_TIMEOUT_MS)
  expect(decision).toEqual({ ok: false, refusal: 'already_approved', payment: before })
})
