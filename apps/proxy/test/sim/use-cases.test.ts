import { noneUnreadable } from '../../src/payouts/protocol/unreadable-payments.ts'
import { expect, test } from 'vitest'
import { createSimDatabase } from '../../sim/model/sim-database.ts'
import { createScheduler } from '../../sim/kernel/scheduler.ts'
import { openSimStore } from '../../sim/model/async-store.ts'
import { acceptPayout, type AcceptPorts, type PayoutRequest } from '../../src/a2u/accept-payout.ts'
import { cancelPayout } from '../../src/a2u/cancel-payout.ts'
import { payoutIdOf } from '../../src/payouts/model/correlation.ts'
import { findPayout } from '../../src/a2u/find-payout.ts'
import { listIncomplete } from '../../src/a2u/list-incomplete.ts'
import type { PayoutState } from '../../src/payouts/model/payout.ts'
import { createWaitForFinal } from '../../src/a2u/wait-for-final.ts'
import { clientId, makePayment } from '../../testkit/make-work.ts'

const request: PayoutRequest = {
  clientId,
  keyId: 'K',
  requestId: 'R',
  idempotencyKey: 'order-1',
  requestHash: 'a'.repeat(64),
  uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
  amount: 100n,
  memo: 'm',
  metadata: { a: 1 },
}
const otherClient = { clientId: '00000000-0000-4000-9000-00000000000f', keyId: 'K', requestId: 'R' }
const caps = { perPayout: 1_000n, perClientDay: 10_000n, globalDay: 10_000n, openPerClient: 10 }

/** The use cases over a store in memory, in virtual time. */
function open(settings: Partial<AcceptPorts['settings']> = {}) {
  const scheduler = createScheduler()
  const database = createSimDatabase(scheduler.now)
  const store = openSimStore(database)
  const sleep = (ms: number) => new Promise<void>((resolve) => scheduler.after(ms, resolve))
  const faults: unknown[] = []
  let polls = 0
  const polled = {
    findMany: (ids: readonly string[]) => {
      polls += 1
      return store.findMany(ids)
    },
  }
  const limits = {
    pollMs: 1_000,
    most: 4,
    mostPerPayout: 2,
    onFault: (e: unknown) => faults.push(e),
  }
  const waitForFinal = createWaitForFinal(polled, { now: scheduler.now, sleep }, limits)
  let wakes = 0
  const wake = () => (wakes += 1)
  const all = { waitMs: 20_000, windowMs: 600_000, caps, isKeyRequired: false, isOpen: true }
  const ports = { store, waitForFinal, wake, settings: { ...all, ...settings } }
  /** What the lane would do some time later. */
  const settle = (ms: number, state: PayoutState, key = 'order-1') =>
    scheduler.after(ms, () => {
      const { payouts } = database.tables()
      const payout = payouts.get(payoutIdOf(clientId, key))
      if (payout != null) payouts.set(payout.id, { ...payout, state })
    })
  const run = async <Result>(task: Promise<Result>): Promise<Result> => {
    await scheduler.run(() => false)
    return task
  }
  return {
    scheduler,
    database,
    ports,
    settle,
    run,
    polls: () => polls,
    wakes: () => wakes,
    faults,
    polled,
  }
}

test('a payout that ends in time gets its end', async () => {
  const { ports, settle, run, scheduler, wakes } = open()
  settle(3_000, 'completed')
  const result = await run(acceptPayout(ports, request))
  expect(result).toMatchObject({ ok: true, isReplayed: false, payout: { state: 'completed' } })
  expect(scheduler.now()).toBeLessThan(5_000)
  expect(wakes()).toBe(1)
})

test('one that does not is returned as it is when the time is over', async () => {
  const { ports, run, scheduler } = open()
  expect(await run(acceptPayout(ports, request))).toMatchObject({
    ok: true,
    payout: { state: 'received' },
  })
  expect(scheduler.now()).toBeGreaterThanOrEqual(20_000)
})

test('a held payout is not waited for', async () => {
  const { ports, settle, run, scheduler } = open()
  settle(500, 'held')
  expect(await run(acceptPayout(ports, request))).toMatchObject({ payout: { state: 'held' } })
  expect(scheduler.now()).toBeLessThan(3_000)
})

test('P36: calls with one key join one payout and share their polls; too many of them are refused', async () => {
  const { ports, settle, run, polls, database } = open()
  settle(3_500, 'completed')
  const calls = await run(Promise.all([1, 2, 3].map(() => acceptPayout(ports, request))))
  expect(calls).toMatchObject([
    { ok: true, isReplayed: false },
    { ok: true, isReplayed: true },
    { ok: false, refusal: { kind: 'too_many_waiting' } },
  ])
  expect(polls()).toBe(4)
  expect(database.tables().payouts.size).toBe(1)
})

test('P18: beyond the calls that may wait the response comes at once', async () => {
  const { ports, run, scheduler } = open()
  const keys = ['a', 'b', 'c', 'd', 'e']
  const ended: number[] = []
  const calls = keys.map(async (idempotencyKey) => {
    await acceptPayout(ports, { ...request, idempotencyKey })
    ended.push(scheduler.now())
  })
  await run(Promise.all(calls))
  expect(ended[0]).toBe(0)
  expect(ended.slice(1).every((at) => at >= 20_000)).toBe(true)
})

test('P16, P27: what is refused inserts nothing', async () => {
  const { ports, database } = open()
  const refuse = (
    change: Partial<PayoutRequest>,
    settings: Partial<AcceptPorts['settings']> = {},
  ) =>
    acceptPayout(
      { ...ports, settings: { ...ports.settings, ...settings } },
      { ...request, ...change },
    )
  expect(await refuse({ amount: 1_001n })).toEqual({
    ok: false,
    refusal: { kind: 'over_cap', cap: 1_000n },
  })
  const keyless = await refuse({ idempotencyKey: null }, { isKeyRequired: true })
  expect(keyless).toEqual({ ok: false, refusal: { kind: 'key_required' } })
  expect(await refuse({}, { isOpen: false })).toEqual({ ok: false, refusal: { kind: 'closed' } })
  expect(database.tables().payouts.size).toBe(0)
})

test('a database that fails while a call waits is reported, and the result stays', async () => {
  const { ports, run, polled, faults } = open()
  polled.findMany = () => Promise.reject(new Error('gone'))
  expect(await run(acceptPayout(ports, request))).toMatchObject({
    ok: true,
    payout: { state: 'received' },
  })
  expect(faults.length).toBeGreaterThan(10)
})

test.each([
  ['cancelled', 'cancelled'],
  ['failed', 'failed'],
  ['completed', 'already_paid'],
  ['paid_unconfirmed', 'already_paid'],
  ['held', 'pending'],
  ['signed', 'pending'],
] as const)('a cancel of what becomes %s returns %s', async (state, kind) => {
  const { ports, settle, run } = open({ waitMs: 0 })
  await run(acceptPayout(ports, request))
  settle(1_000, state)
  const id = payoutIdOf(clientId, 'order-1')
  const { keyId, requestId } = request
  const wish = { id, clientId, keyId, requestId }
  expect(await run(cancelPayout({ ...ports, waitMs: 5_000 }, wish))).toMatchObject({ kind })
})

test('P7: to others a payout is unknown, and is not cancelled', async () => {
  const { ports, run, database } = open({ waitMs: 0 })
  await run(acceptPayout(ports, request))
  const id = payoutIdOf(clientId, 'order-1')
  const result = await run(cancelPayout({ ...ports, waitMs: 0 }, { id, ...otherClient }))
  expect(result).toEqual({ kind: 'unknown' })
  expect(database.tables().payouts.get(id)?.cancelRequested).toBe(false)
  expect(await findPayout(ports.store, 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9')).toBeUndefined()
  expect(await findPayout(ports.store, id)).toMatchObject({ id })
})

test('P7: the list of open payments holds only what is the client’s', async () => {
  const { ports, run } = open({ waitMs: 0 })
  const accepted = await run(acceptPayout(ports, request))
  const payout = accepted.ok ? accepted.payout : undefined
  const mine = makePayment(payout!)
  const foreign = makePayment(payout!, { identifier: 'other', metadata: { a: 1 } })
  const value = { payments: [mine, foreign], unreadable: noneUnreadable }
  const pi = { incomplete: async () => ({ kind: 'ok' as const, value }) }
  const first = { limit: 100, after: null }
  const own = await listIncomplete({ store: ports.store, pi }, { clientId, ...first })
  expect(own).toMatchObject({
    value: { payments: [{ identifier: mine.identifier }], payouts: [{}] },
  })
  const others = await listIncomplete({ store: ports.store, pi }, { ...otherClient, ...first })
  expect(others).toEqual({ kind: 'ok', value: { payments: [], payouts: [], nextCursor: null } })
})
