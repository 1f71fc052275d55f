import { expect, test } from 'vitest'
import { noFaults } from '../../sim/kernel/faults.ts'
import { runHistory } from '../../sim/history.ts'
import { createRandom } from '../../testkit/random.ts'
import { addTallies, runSeeds } from '../../sim/run-seeds.ts'
import { createScheduler } from '../../sim/kernel/scheduler.ts'
import { beginIn, emptyTables } from '../../sim/model/tables.ts'

test('the same seed gives the same run, event by event', async () => {
  const traceOf = async () => {
    const lines: string[] = []
    await runHistory({ seed: 7, trace: (line) => lines.push(line) })
    return lines
  }
  const first = await traceOf()
  expect(first.length).toBeGreaterThan(500)
  expect(await traceOf()).toEqual(first)
})

test('runs have one digest, however they are shared out, and each run counts', async () => {
  const digestOf = async (from: number, count: number) =>
    runSeeds({ from, count, family: 'plain', isDigested: true })
  const whole = await digestOf(1, 4)
  const parts = addTallies([await digestOf(3, 2), await digestOf(1, 2)])
  expect(whole.digest).toMatch(/^[0-9a-f]{64}$/)
  expect(parts.digest).toBe(whole.digest)
  expect((await digestOf(2, 4)).digest).not.toBe(whole.digest)
  expect((await runSeeds({ from: 1, count: 1, family: 'plain' })).digest).toBe('')
})

test('without faults every payout is completed, and at rest when the last is', async () => {
  for (const scope of ['per-app', 'per-user', 'off'] as const) {
    const plan = { faults: noFaults, payouts: 9, instances: 2, scope, faultsEndMs: 120_000 }
    const result = await runHistory({ seed: 3, plan })
    expect(result).toMatchObject({ violations: [], kills: 0, untilFinalMs: 0 })
    expect([...result.states]).toEqual([['completed', 9]])
  }
})

test('virtual time runs events in order, and lets what is woken come to rest first', async () => {
  const scheduler = createScheduler()
  const seen: string[] = []
  const sleep = (ms: number) => new Promise<void>((resolve) => scheduler.after(ms, resolve))
  const walk = async () => {
    await sleep(10)
    seen.push(`woken at ${scheduler.now()}`)
    await Promise.resolve().then(() => Promise.resolve())
    seen.push(`at rest at ${scheduler.now()}`)
  }
  void walk()
  scheduler.after(20, () => seen.push('later'))
  scheduler.after(10, () => seen.push('same time, after'))
  await scheduler.run(() => false)
  expect(seen).toEqual(['woken at 10', 'at rest at 10', 'same time, after', 'later'])
})

test('what wakes nothing runs in the same order, and stops the run as anything else', async () => {
  const scheduler = createScheduler()
  const seen: string[] = []
  scheduler.after(10, () => void Promise.resolve().then(() => seen.push('woken')))
  scheduler.quietlyAfter(10, () => seen.push('quiet'))
  scheduler.quietlyAfter(5, () => seen.push('first'))
  scheduler.quietlyAfter(20, () => seen.push('over'))
  await scheduler.run(() => scheduler.now() === 20)
  expect(seen).toEqual(['first', 'woken', 'quiet', 'over'])
  expect(scheduler.now()).toBe(20)
})

test('a quiet event that says so wakes what waits before the next event', async () => {
  const scheduler = createScheduler()
  const seen: string[] = []
  const sleep = (ms: number) =>
    new Promise<void>((resolve) =>
      scheduler.quietlyAfter(ms, () => {
        scheduler.wake()
        resolve()
      }),
    )
  void sleep(10).then(() => seen.push('woken'))
  scheduler.quietlyAfter(10, () => seen.push('next'))
  await scheduler.run(() => false)
  expect(seen).toEqual(['woken', 'next'])
})

test('a transaction that fails leaves the tables as they were', () => {
  const tables = emptyTables()
  tables.turns.set('a', 1)
  tables.turns.set('b', 2)
  const failed = beginIn(tables)
  tables.turns.set('c', 3)
  tables.turns.set('a', 4)
  tables.turns.set('a', 5)
  tables.events.push({ payoutId: 'p', at: new Date(0), from: null, to: 'received', evidence: {} })
  failed.undo()
  expect([...tables.turns]).toEqual([
    ['a', 1],
    ['b', 2],
  ])
  expect(tables.events).toEqual([])
  const made = beginIn(tables)
  tables.turns.set('a', 6)
  made.commit()
  expect(tables.turns.get('a')).toBe(6)
})

test('randomness is the seed’s, and even', () => {
  const [a, b, c] = [createRandom(1), createRandom(1), createRandom(2)]
  const draws = Array.from({ length: 10_000 }, () => a.unit())
  expect(draws.slice(0, 100)).toEqual(Array.from({ length: 100 }, () => b.unit()))
  expect(c.unit()).not.toBe(draws[0])
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.02)
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...draws)).toBeLessThan(1)
})
