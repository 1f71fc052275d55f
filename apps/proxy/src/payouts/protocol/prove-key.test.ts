import { expect, test } from 'vitest'
import {
  emptyMemory,
  inShort,
  makePayment,
  makePayout,
  makeWork,
  settings,
} from '../../../testkit/make-work.ts'
import { absorb } from './absorb.ts'
import { nextStep } from './next-step.ts'
import type { PiRefusal, PiResult } from '../model/ports.ts'
import { rules } from './rules.ts'
import type { Memory } from './memory.ts'
import type { Step } from './steps.ts'
import type { Payment } from '@aloha-pi/contracts/platform'

const refusal: PiRefusal = {
  kind: 'refused',
  status: 404,
  code: 'user_not_found',
  payment: null,
  verificationError: null,
}
const create: Step = { type: 'create', payment: { uid: '', amount: 1n, memo: '', metadata: {} } }
const prove: Step = { type: 'prove_key', piId: 'known' }

function take(
  step: Step,
  result: PiResult<Payment>,
  knownPayment: string | null,
  memory: Partial<Memory> = {},
) {
  const work = makeWork(makePayout({ state: 'creating' }), { knownPayment })
  const at = { ...emptyMemory, isFresh: true, ...memory }
  return absorb({ work, memory: at, settings }, rules, {
    step,
    outcome: { type: 'payment', result },
  })
}

test('a key that never read a payment of this wallet has nothing to prove', () => {
  expect(inShort(take(create, refusal, null))).toBe('creating -> cancelling (user_not_found)')
})

test('a database that may have forgotten the payments of its wallet trusts no refusal', () => {
  const work = makeWork(makePayout({ state: 'creating' }), { lane: { quarantineLeftMs: 9_000 } })
  const outcome = { type: 'payment', result: refusal } as const
  const taken = absorb({ work, memory: emptyMemory, settings }, rules, { step: create, outcome })
  expect(inShort(taken)).toBe('rest 9000, over')
})

test('a final refusal is trusted once the key has read a payment of this wallet', () => {
  const { memory, changes } = take(create, refusal, 'known')
  expect(changes).toEqual([])
  expect(memory).toEqual({ refusal })
  const work = makeWork(makePayout({ state: 'creating' }), { knownPayment: 'known' })
  expect(
    nextStep({ work, memory: { ...emptyMemory, isFresh: true, ...memory }, settings }, rules),
  ).toEqual(prove)
  const read: PiResult<Payment> = { kind: 'ok', value: makePayment(makePayout()) }
  expect(inShort(take(prove, read, 'known', memory))).toBe(
    'creating -> cancelling (user_not_found)',
  )
})

test('with the key of another app the payout waits, and an operator is alerted', () => {
  const memory = { refusal }
  const gone: PiRefusal = { ...refusal, code: 'payment_not_found' }
  const notOurs: PiResult<Payment> = {
    kind: 'ok',
    value: makePayment(makePayout(), { metadata: {} }),
  }
  for (const result of [gone, notOurs]) {
    const { alarms, ...rest } = take(prove, result, 'known', memory)
    expect(inShort({ ...rest, alarms })).toBe('rest 1000, pause_creates, over, ! upstream_auth')
    expect(alarms[0]?.detail).toBe('user_not_found, but the key cannot read payment known either')
  }
})

test('while Pi does not respond nothing is trusted', () => {
  const lost: PiResult<never> = { kind: 'unknown', cause: 'timeout', retryAfterMs: null }
  expect(inShort(take(prove, lost, 'known', { refusal }))).toBe('rest 1000, over')
})
