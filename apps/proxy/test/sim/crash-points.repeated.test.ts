import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { parseAst } from 'vitest/node'
import { findAwaits } from '../../sim/crash-points/awaits.ts'
import {
  countVisits,
  crashes,
  points,
  recoveries,
  runWithCrash,
  workerFiles,
  type Point,
} from '../../sim/crash-points/crash-points.ts'
import { isProof } from '../../testkit/is-proof.ts'
import { scenarios } from '../../sim/world/scenarios.ts'

const worker = new URL('../../src/payouts/worker/', import.meta.url)
const awaitsOf = (name: string) => {
  const source = readFileSync(new URL(`${name}.ts`, worker), 'utf8')
  const found = findAwaits(source, (text) => parseAst(text, { lang: 'ts' }))
  return found.map((each) => Object.assign(each, { where: `${name}.ts:${each.line}` }))
}
const awaits = workerFiles.flatMap(awaitsOf)

test('every file of the worker that waits is looked at, but for the budget, which waits before the calls of all', () => {
  const files = readdirSync(worker).filter((file) => !file.endsWith('.test.ts'))
  const waiting = files.map((file) => file.slice(0, -3)).filter((name) => awaitsOf(name).length > 0)
  expect(waiting.sort()).toEqual(['call-budget', ...workerFiles].sort())
})

/** What waits for no port itself: its points are those of the function that it waits for. */
const passedOn = new Map([
  ['task', 'whatever is guarded'],
  ['kept', 'keepLease'],
])

test('every await of the worker has a crash point, or waits for a function that has', () => {
  expect(awaits.length).toBeGreaterThanOrEqual(35)
  const owners = new Set(points.map((point) => point.split(' > ')[0]))
  const composed = new Set(
    awaits.filter(({ via }) => via.some((name) => owners.has(name))).map(({ within }) => within),
  )
  const without = awaits.filter(
    ({ within, calls, via }) =>
      !calls.some((call) => points.includes(`${within} > ${call}`)) &&
      !via.some((name) => owners.has(name) || composed.has(name) || passedOn.has(name)),
  )
  expect(without.map(({ where }) => where)).toEqual([])
})

test('every call of a port that is waited for is a point, and every point is one', () => {
  const called = awaits.flatMap(({ within, calls }) => calls.map((call) => `${within} > ${call}`))
  expect([...new Set(called)].sort()).toEqual([...points].sort())
})

test('an await without a name is found', () => {
  const source =
    'async function pay() { await ports.bank.wire(); await store.apply(); for (;;) await rest() }'
  expect(findAwaits(source, (text) => parseAst(text, { lang: 'ts' }))).toMatchObject([
    { within: 'pay', calls: [], via: [] },
    { within: 'pay', calls: ['store.apply'], via: [] },
    { within: 'pay', calls: [], via: ['rest'] },
  ])
})

type Visit = { run: (typeof runs)[number]; times: number }
const runs = scenarios.flatMap((scenario) => recoveries.map((recovery) => ({ scenario, recovery })))
const visits = new Map<Point, Visit[]>()
beforeAll(async () => {
  for (const run of runs) {
    for (const [point, times] of await countVisits(run.scenario, run.recovery)) {
      visits.set(point, [...(visits.get(point) ?? []), { run, times }])
    }
  }
})

const matrix = points.flatMap((point) =>
  crashes.flatMap((crash) => recoveries.map((recovery) => ({ point, crash, recovery }))),
)

test.each(matrix)('$point: a crash $crash, $recovery.name', async ({ point, crash, recovery }) => {
  let crashesSeen = 0
  const visiting = (visits.get(point) ?? []).filter(({ run }) => run.recovery === recovery)
  for (const { run, times } of visiting.slice(0, isProof ? undefined : 2)) {
    for (const chosen of new Set(isProof ? [1, 2, Math.ceil(times / 2), times] : [1])) {
      if (chosen > times) continue
      let isCrashed = false
      const result = await runWithCrash({
        ...run,
        only: point,
        crashAt(_point, time) {
          if (isCrashed || time !== chosen) return undefined
          isCrashed = true
          return crash
        },
      })
      expect({ at: `${run.scenario.name}, visit ${chosen}`, ...result }).toMatchObject({
        violations: [],
      })
      if (isCrashed) crashesSeen += 1
    }
  }
  expect(crashesSeen).toBeGreaterThan(0)
})
