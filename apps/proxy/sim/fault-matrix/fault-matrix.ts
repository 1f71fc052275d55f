import type { Faults } from '../kernel/faults.ts'
import { runHistory, type HistoryOptions, type HistoryResult } from '../history.ts'
import { createRandom } from '../../testkit/random.ts'
import { scenarios, type Scenario } from '../world/scenarios.ts'

/** One fault at one kind of call: with certainty, or as far as it goes. */
export type Cell = { call: string; name: string; faults: Partial<Faults> }

const fault = (name: keyof Faults) => ({ name, faults: { [name]: 1 } })
const onAnyLink = [
  fault('refused'),
  fault('busy'),
  fault('requestLost'),
  fault('late'),
  fault('twice'),
  fault('nonsense'),
  fault('responseLost'),
]
const onReads = [...onAnyLink, { name: 'stale', faults: { replicaLagMs: 60_000 } }]
const onSubmit = [
  fault('refused'),
  fault('forwardsNothing'),
  fault('requestLost'),
  fault('submit504'),
  fault('late'),
  fault('twice'),
  fault('responseLost'),
]
const onDatabase = [fault('databaseDown'), fault('databaseStall'), fault('commitUnknown')]

/** What can befall each call of the runner. */
const faultsByCall = {
  'pi.create': onAnyLink,
  'pi.incomplete': onAnyLink,
  'pi.get': onAnyLink,
  'pi.complete': onAnyLink,
  'pi.cancel': onAnyLink,
  'chain.account': onReads,
  'chain.ledger': onReads,
  'chain.walletTransactions': [...onReads, fault('listingHole')],
  'chain.transaction': onReads,
  'chain.submit': onSubmit,
  'store.openLane': onDatabase,
  'store.takeLane': onDatabase,
  'store.renewLane': onDatabase,
  'store.releaseLane': onDatabase,
  'store.pick': onDatabase,
  'store.loadLane': onDatabase,
  'store.apply': onDatabase,
  'store.inspect': onDatabase,
  'store.findMany': onDatabase,
  'store.findByRequest': onDatabase,
}

export const cells: readonly Cell[] = Object.entries(faultsByCall).flatMap(([call, faults]) =>
  faults.map((each) => ({ call, ...each })),
)

/** The fault of a cell, at the n-th time that anybody makes its call. */
export type Blow = { cell: Cell; time: number }
export type Struck = { result: HistoryResult; blows: number }
type Mutation = Pick<HistoryOptions, 'mutate' | 'mutateStore'>

/** A scenario in which these calls meet these faults; beside them its own. */
export async function runStruck(
  scenario: Scenario,
  blows: readonly Blow[],
  mutation: Mutation = {},
): Promise<Struck> {
  const times = new Map<string, number>()
  let struck = 0
  const strike = (call: string) => {
    const time = (times.get(call) ?? 0) + 1
    times.set(call, time)
    const blow = blows.find(({ cell, time: chosen }) => cell.call === call && chosen === time)
    if (blow != null) struck += 1
    return blow?.cell.faults
  }
  const { seed, plan } = scenario
  const result = await runHistory({ seed, plan, strike, ...mutation })
  return { result, blows: struck }
}

export type Visited = { scenario: Scenario; times: ReadonlyMap<string, number> }

/** How often each call is made in each scenario when nothing strikes. */
export async function countCalls(): Promise<Visited[]> {
  const visited: Visited[] = []
  for (const scenario of scenarios) {
    const times = new Map<string, number>()
    const strike = (call: string) => {
      times.set(call, (times.get(call) ?? 0) + 1)
      return undefined
    }
    await runHistory({ seed: scenario.seed, plan: scenario.plan, strike })
    visited.push({ scenario, times })
  }
  return visited
}

/** The first, the middle and the last call of its kind in each scenario that makes it. */
export function singleBlows(cell: Cell, visited: readonly Visited[]) {
  return visited.flatMap(({ scenario, times }) => {
    const max = times.get(cell.call) ?? 0
    const chosen = new Set(max === 0 ? [] : [1, Math.ceil(max / 2), max])
    return [...chosen].map((time) => ({ scenario, blows: [{ cell, time }] }))
  })
}

/** Pairs of faults, drawn from a seed: scenario, cells and times. */
export function samplePairs(count: number, visited: readonly Visited[], seed: number) {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => {
    const { scenario, times } = pickFrom(visited, random.unit())
    const met = cells.filter(({ call }) => times.has(call))
    const blow = (): Blow => {
      const cell = pickFrom(met, random.unit())
      return { cell, time: random.int(1, times.get(cell.call) ?? 1) }
    }
    return { scenario, blows: [blow(), blow()] }
  })
}

function pickFrom<Value>(values: readonly Value[], unit: number): Value {
  const value = values[Math.floor(unit * values.length)]
  if (value == null) throw new Error('Nothing to pick from')
  return value
}
