import { runHistory, type HistoryResult } from '../history.ts'
import type { Crash } from '../kernel/process.ts'
import type { Scenario } from '../world/scenarios.ts'

/** A place where the runner or `perform` waits for a port: `function > port.method`. */
export type Point = string

/** Every point, by name: the test compares them with the syntax trees. */
export const points: readonly Point[] = [
  'run > clock.sleep',
  'runOnce > store.openLane',
  'runOnce > store.takeLane',
  'runOnce > store.releaseLane',
  'keepLease > clock.sleep',
  'keepLease > store.renewLane',
  'workLane > clock.sleep',
  'turn > store.pick',
  'turn > clock.sleep',
  'audit > store.loadLane',
  'audit > store.inspect',
  'visit > store.apply',
  'takeSteps > store.apply',
  'giveWay > store.apply',
  'perform > chain.ledger',
  'perform > pi.create',
  'perform > pi.incomplete',
  'perform > pi.get',
  'perform > pi.complete',
  'perform > pi.cancel',
  'trace > store.findMany',
  'trace > store.findByRequest',
  'survey > chain.account',
  'survey > chain.walletTransactions',
  'survey > chain.transaction',
  'sign > signer.sign',
  'submit > chain.submit',
  'poll > clock.sleep',
  'poll > chain.transaction',
]

export const crashes = ['before', 'after', 'unheard'] as const satisfies Crash[]
export const recoveries = [
  { name: 'restarted', instances: 1, restartMs: 200 },
  { name: 'taken over', instances: 2, restartMs: 600_000 },
] as const

/** Files of the worker that wait for ports, by name. */
export const workerFiles = ['runner', 'visit', 'perform'] as const
const isOfWorker = new RegExp(`payouts/worker/(${workerFiles.join('|')})\\.ts`)

/** Who waits: the innermost named function of these files on the stack. */
function pointOf(call: string): Point | undefined {
  for (const site of callSites()) {
    const name = site.getFunctionName()
    if (name == null || name === 'guarded' || name === 'Array.map' || name === 'Promise.all')
      continue
    if (isOfWorker.test(site.getFileName() ?? '')) return `${name} > ${call}`
  }
  return undefined
}

/** Frames from a call of the simulated world up to the runner. */
const DEEP_ENOUGH = 30

/** The stack as it is, without its text: that costs more than the whole history. */
function callSites(): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.stackTraceLimit = DEEP_ENOUGH
  const here: { stack?: NodeJS.CallSite[] } = {}
  Error.prepareStackTrace = (_error, sites) => sites
  Error.captureStackTrace(here, callSites)
  const sites = here.stack ?? []
  Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
  return sites
}

type Run = {
  scenario: Scenario
  recovery: (typeof recoveries)[number]
  /** Only this point: calls of others are not looked at, which costs much less. */
  only?: Point
  /** Asked at every point that the first process reaches, with how often it was there. */
  crashAt: (point: Point, time: number) => Crash | undefined
}

export async function runWithCrash(run: Run): Promise<HistoryResult> {
  const { scenario, recovery, only, crashAt } = run
  const times = new Map<Point, number>()
  const onlyCall = only?.split(' > ')[1]
  const at = (call: string) => {
    if (onlyCall != null && call !== onlyCall) return undefined
    const point = pointOf(call)
    if (point == null || (only != null && point !== only)) return undefined
    const time = (times.get(point) ?? 0) + 1
    times.set(point, time)
    return crashAt(point, time)
  }
  const { seed } = scenario
  const plan = { ...scenario.plan, instances: recovery.instances }
  return runHistory({ seed, plan, crash: { at, restartMs: recovery.restartMs } })
}

/** How often the first process comes to each point when nothing kills it. */
export async function countVisits(
  scenario: Scenario,
  recovery: (typeof recoveries)[number],
): Promise<Map<Point, number>> {
  const visits = new Map<Point, number>()
  await runWithCrash({
    scenario,
    recovery,
    crashAt(point, time) {
      visits.set(point, time)
      return undefined
    },
  })
  return visits
}
