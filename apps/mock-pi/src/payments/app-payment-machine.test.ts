import { expect, test } from 'vitest'
import { appPaymentInState, CREATED_AT, TXID } from '../../test/payment-in-state.ts'
import { decideAppPayment, type AppPaymentCommand, type Finding } from './app-payment-machine.ts'
import type { AppPaymentState } from './payment-record.ts'

const OTHER_TXID = 'b'.repeat(64)
const complete = (finding: Finding, txid = TXID): AppPaymentCommand => ({
  type: 'complete',
  txid,
  finding,
})
const commands: Record<string, AppPaymentCommand> = {
  approve: { type: 'approve' },
  'complete: matches': complete({ kind: 'matches' }),
  'complete: differs': complete({ kind: 'differs', error: 'tx_amount_mismatch' }),
  'complete: too young': complete({ kind: 'too_young' }),
  'complete: unknown': complete({ kind: 'unknown' }),
  cancel: { type: 'cancel' },
}

// By hand, from what is publicly known of Pi: "> state" is a move, "! state" one that is refused all the
// same, anything else the refusal.
const table = `
          | approve           | complete: matches                | complete: differs                | complete: too young              | complete: unknown                | cancel
approved  | already_approved  | > completed                      | ! linked                         | not_settled                      | tx_not_found                     | > cancelled
linked    | already_approved  | payment_already_linked_with_a_tx | payment_already_linked_with_a_tx | payment_already_linked_with_a_tx | payment_already_linked_with_a_tx | tx_present
completed | already_completed | already_completed                | already_completed                | already_completed                | already_completed                | already_completed
cancelled | cancelled         | cancelled                        | cancelled                        | cancelled                        | cancelled                        | cancelled
`
const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
// The header's first cell is empty and trimmed away with its line.
const names = header.slice(-6)
const cases = rows.flatMap(([state, ...outcomes]) =>
  outcomes.map((outcome, column) => [state as AppPaymentState, names[column]!, outcome] as const),
)
const at = CREATED_AT + 10_000

test('the table names every state and command once', () => {
  expect(names).toEqual(Object.keys(commands))
  expect(new Set(cases.map(([state, command]) => `${state} ${command}`)).size).toBe(4 * 6)
})

test.each(cases.filter(([, , outcome]) => outcome.startsWith('> ')))(
  '%s: %s leads on %s',
  (state, command, outcome) => {
    const before = appPaymentInState(state)
    const event = outcome.slice(2)
    const txid = event === 'completed' ? TXID : null

    const decision = decideAppPayment(before, commands[command]!, at)

    expect(decision).toMatchObject({ ok: true, payment: { state: event, txid } })
    expect(decision.payment.timeline).toEqual([...before.timeline, { at, event }])
  },
)

test.each(cases.filter(([, , outcome]) => !/^[>!]/.test(outcome)))(
  '%s: %s is refused: %s',
  (state, command, refusal) => {
    const before = appPaymentInState(state)
    const decision = decideAppPayment(before, commands[command]!, at)
    expect(decision).toEqual({ ok: false, refusal, payment: before })
  },
)

test('a transaction that differs is refused with what differs, and linked forever', () => {
  const before = appPaymentInState('approved')
  const linked = decideAppPayment(before, commands['complete: differs']!, at)
  expect(linked).toEqual({
    ok: false,
    refusal: 'tx_amount_mismatch',
    payment: {
      ...before,
      state: 'linked',
      txid: TXID,
      timeline: [...before.timeline, { at, event: 'linked' }],
    },
  })
  // The right transaction comes too late.
  const right = decideAppPayment(linked.payment, complete({ kind: 'matches' }, OTHER_TXID), at)
  expect(right).toMatchObject({
    refusal: 'payment_already_linked_with_a_tx',
    payment: { txid: TXID },
  })
})

test('a completed payment says that another transaction is another one', () => {
  const before = appPaymentInState('completed')
  for (const finding of [{ kind: 'matches' }, { kind: 'unknown' }] as const) {
    const decision = decideAppPayment(before, complete(finding, OTHER_TXID), at)
    expect(decision).toEqual({ ok: false, refusal: 'txid_mismatch', payment: before })
  }
})

test('a decision leaves the record that it was asked about as it was', () => {
  const before = Object.freeze(appPaymentInState('approved'))
  const copy = structuredClone(before)
  for (const command of Object.values(commands)) decideAppPayment(before, command, at)
  expect(before).toEqual(copy)
})
