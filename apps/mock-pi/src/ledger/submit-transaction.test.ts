import { expect, test } from 'vitest'
import { haveLedger, PI } from '../../test/ledger/have-ledger.ts'
import { createClock } from '../clock/clock.ts'
import type { Envelope } from './envelope.ts'
import { submitTransaction } from './submit-transaction.ts'

/** Timers that the test fires; and how many are set. */
function haveTimers() {
  const set = new Map<() => void, number>()
  return {
    set,
    timer(ms: number, act: () => void) {
      set.set(act, ms)
      return () => void set.delete(act)
    },
    /** Lets so many real ms pass for every timer that is set. */
    pass(ms: number) {
      for (const [act, after] of set) {
        if (after > ms) set.set(act, after - ms)
        else if (set.delete(act)) act()
      }
    },
  }
}

function haveSubmit(options: Parameters<typeof haveLedger>[0] = {}) {
  const chain = haveLedger(options)
  const timers = haveTimers()
  const settings = { replica_lag_ledgers: 0, submit_timeout_ms: 30_000 }
  const ports = { ...chain, settings: () => settings, timer: timers.timer }
  return {
    ...chain,
    timers,
    submitSettings: settings,
    submit: (envelope: Envelope, signal?: AbortSignal) =>
      submitTransaction(ports, envelope, signal),
  }
}

test('a submission ends with the ledger that the moved clock closes, and leaves no timer', async () => {
  const { submit, pay, clock, timers } = haveSubmit({ ledger_close: 1000 })
  const submission = submit(pay())
  expect(timers.set.size).toBe(1)
  clock.advance(1_000)
  expect(await submission).toMatchObject({
    kind: 'in_ledger',
    transaction: { successful: true, ledger: 2 },
  })
  expect(timers.set.size).toBe(0)
})

test('with a running clock the next close wakes it', async () => {
  const real = { now: 1_000_000 }
  const clock = createClock(() => real.now)
  const { pay, timers, ledger, clock: frozen } = haveSubmit({ ledger_close: 700 })
  const settings = () => ({ replica_lag_ledgers: 0, submit_timeout_ms: 5_000 })
  const submission = submitTransaction({ ledger, clock, settings, timer: timers.timer }, pay())
  expect([...timers.set.values()]).toEqual([5_000, 700])
  frozen.advance(700)
  real.now += 700
  timers.pass(700)
  expect((await submission).kind).toBe('in_ledger')
  expect(timers.set.size).toBe(0)
})

test('many wait at once, and the same one twice; each gets its response from one ledger', async () => {
  const { submit, pay, ledger, alice, bob, timers } = haveSubmit()
  const [first, second] = [pay(), pay({ from: bob, to: alice.address, amount: 100n * PI })]
  const submissions = [submit(first), submit(second), submit(first)]
  ledger.close()
  expect(await Promise.all(submissions)).toMatchObject([
    { transaction: { successful: true } },
    { transaction: { successful: false, result: { operations: ['op_underfunded'] } } },
    { transaction: { envelope: { hash: first.hash } } },
  ])
  expect(timers.set.size).toBe(0)
})

test('what is refused at admission gets its response immediately', async () => {
  const { submit, pay, timers } = haveSubmit()
  expect(await submit(pay({ fee: 100n }))).toMatchObject({
    kind: 'refused',
    result: { code: 'tx_insufficient_fee' },
  })
  expect(timers.set.size).toBe(0)
})

test('a hash in history gets its response from there, however often', async () => {
  const { submit, pay, ledger } = haveSubmit()
  const payment = pay()
  const first = submit(payment)
  ledger.close()
  const response = await first
  expect(await submit(payment)).toEqual(response)
})

test('a hash in history gets its response from there, though it could no longer be let in', async () => {
  const { submit, pay, ledger, clock } = haveSubmit()
  const payment = pay({ maxTime: BigInt(clock.now() / 1000 + 5) })
  ledger.receive(payment)
  ledger.close()
  clock.advance(60_000)
  for (let turn = 0; turn < 10; turn++) ledger.close()
  expect(ledger.receive(payment)).toMatchObject({ result: { code: 'tx_too_late' } })
  expect(await submit(payment)).toMatchObject({ kind: 'in_ledger', transaction: { ledger: 2 } })
})

test('a used sequence is refused at once, and so is one beyond a gap', async () => {
  const { submit, pay, timers, accountOf, alice } = haveSubmit()
  for (const step of [0n, 2n]) {
    const submission = submit(pay({ sequence: accountOf(alice)!.sequence + step }))
    expect(timers.set.size).toBe(0)
    expect(await submission).toMatchObject({ kind: 'refused', result: { code: 'tx_bad_seq' } })
  }
})

test('while the replica is behind, a sequence beyond a gap is waited for', async () => {
  const { submit, pay, ledger, timers, submitSettings } = haveSubmit()
  submitSettings.replica_lag_ledgers = 1
  ledger.close()
  const beyond = submit(pay({ sequence: pay().sequence + 1n }))
  ledger.close()
  expect(timers.set.size).toBe(1)
  timers.pass(30_000)
  expect(await beyond).toEqual({ kind: 'timeout' })
})

test('a sequence beyond a gap is refused when the replica has seen the gap close', async () => {
  const { submit, pay, ledger, submitSettings } = haveSubmit()
  submitSettings.replica_lag_ledgers = 1
  ledger.close()
  const next = pay()
  const beyond = submit(pay({ sequence: next.sequence + 1n, amount: 2n }))
  for (const payment of [next, pay({ sequence: next.sequence + 1n })]) {
    ledger.receive(payment)
    ledger.close()
  }
  ledger.close()
  expect(await beyond).toMatchObject({ kind: 'refused', result: { code: 'tx_bad_seq' } })
})

test('a sequence beyond a gap is refused when the replica has caught up', async () => {
  const { submit, pay, ledger, clock, submitSettings } = haveSubmit()
  submitSettings.replica_lag_ledgers = 1
  ledger.close()
  const beyond = submit(pay({ sequence: pay().sequence + 1n }))
  submitSettings.replica_lag_ledgers = 0
  clock.advance(1)
  expect(await beyond).toMatchObject({ kind: 'refused', result: { code: 'tx_bad_seq' } })
})

test('a replica that is behind is waited for, also when the network says bad sequence', async () => {
  const { submit, pay, ledger, submitSettings } = haveSubmit()
  submitSettings.replica_lag_ledgers = 12
  const payment = pay()
  ledger.receive(payment)
  for (let turn = 0; turn < 11; turn++) ledger.close()
  expect(ledger.receive(payment)).toMatchObject({ result: { code: 'tx_bad_seq' } })

  const submission = submit(payment)
  ledger.close()
  ledger.close()
  expect(await submission).toMatchObject({ kind: 'in_ledger', transaction: { ledger: 2 } })
})

test('a dropped transaction times out, by the clock of the mock', async () => {
  const { submit, pay, clock, timers } = haveSubmit({
    ledger_close: 1000,
    ledger_inclusion: 'none',
  })
  const submission = submit(pay())
  clock.advance(29_999)
  expect(timers.set.size).toBe(1)
  clock.advance(1)
  expect(await submission).toEqual({ kind: 'timeout' })
  expect(timers.set.size).toBe(0)
})

test('a frozen clock that no one moves times out by real time', async () => {
  const { submit, pay, timers } = haveSubmit({ ledger_close: 1000 })
  const submission = submit(pay())
  timers.pass(29_999)
  expect(timers.set.size).toBe(1)
  timers.pass(1)
  expect(await submission).toEqual({ kind: 'timeout' })
})

test('a clock that is resumed wakes what waits', async () => {
  const { submit, pay, clock, timers } = haveSubmit({ ledger_close: 1000 })
  const submission = submit(pay())
  clock.resume()
  expect([...timers.set.values()]).toEqual([30_000, 1_000])
  clock.freeze()
  clock.advance(1_000)
  expect((await submission).kind).toBe('in_ledger')
})

test('a caller that goes away ends the wait', async () => {
  const { submit, pay, ledger, timers } = haveSubmit()
  const caller = new AbortController()
  const submission = submit(pay(), caller.signal)
  caller.abort()
  expect(await submission).toEqual({ kind: 'timeout' })
  expect(await submit(pay({ amount: 2n }), AbortSignal.abort())).toEqual({ kind: 'timeout' })
  expect(timers.set.size).toBe(0)
  expect(ledger.waiting()).toHaveLength(1)
})

test('a fault while it waits is thrown, and leaves no timer', async () => {
  const { submit, pay, ledger, timers, submitSettings } = haveSubmit()
  const submission = submit(pay())
  submitSettings.replica_lag_ledgers = 101
  ledger.close()
  await expect(submission).rejects.toThrow('at most 100 ledgers behind')
  expect(timers.set.size).toBe(0)
})
