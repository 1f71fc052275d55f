import { noFaults, type Faults } from '../faults.ts'
import { runHistory, type HistoryResult } from '../history.ts'
import type { Plan } from '../plan.ts'
import type { Crash } from '../process.ts'

/** A place where the runner or `perform` waits for a port: `function > port.method`. */
export type Point = string

/** Histories that together lead through every point. */
export const scenarios: readonly { name: string; seed: number; plan: Partial<Plan> }[] = [
  { name: 'clean', seed: 1, plan: planOf({}) },
  { name: 'cancels', seed: 2, plan: planOf({ cancels: 1, repeats: 1 }) },
  { name: 'lost answers', seed: 3, plan: planOf({ answerLost: 0.3, twice: 0.3, late: 0.1 }) },
  { name: 'slow chain', seed: 4, plan: planOf({ inclusionLoss: 0.8, cancels: 0.5 }) },
  { name: 'lagging replicas', seed: 5, plan: planOf({ replicaLagMs: 60_000, submit504: 0.5 }) },
  { name: 'no header', seed: 6, plan: planOf({ isHeaderMissing: true, submit504: 0.5 }) },
  { name: 'other users', seed: 7, plan: planOf({ foreignTransactions: 4, foreignPayments: 1 }) },
  { name: 'Pi stumbles', seed: 8, plan: planOf({ linksOnFailure: 0.5, verificationLagMs: 9_000 }) },
  {
    name: 'failing payments',
    seed: 9,
    plan: planOf({ missingDestinations: 0.5, definitiveRefusals: 0.3 }),
  },
  {
    name: 'a database that stumbles',
    seed: 11,
    plan: planOf({ databaseDown: 0.1, commitUnknown: 0.1, databaseStall: 0.05 }),
  },
  { name: 'rolling restarts', seed: 12, plan: planOf({ restarts: 4 }) },
  { name: 'a database that forgets', seed: 10, plan: planOf({ rollbacks: 2 }) },
]

function planOf(faults: Partial<Faults>): Partial<Plan> {
  return {
    faults: { ...noFaults, ...faults },
    payouts: 4,
    scope: 'per-app',
    faultsEndMs: 90_000,
  }
}

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
  'perform > chain.ledger',
  'perform > pi.create',
  'perform > pi.incomplete',
  'perform > pi.get',
  'perform > pi.complete',
  'perform > pi.cancel',
  'perform > store.findMany',
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

/** Who waits: the innermost named function of the runner or of `perform` on the stack. */
function pointOf(call: string): Point | undefined {
  for (const site of callSites()) {
    const name = site.getFunctionName()
    if (name == null || name === 'guarded' || name === 'Array.map' || name === 'Promise.all')
      continue
    if (/payouts\/(runner|perform)\.ts/.test(site.getFileName() ?? '')) return `${name} > ${call}`
  }
  return undefined
}

/** The stack as it is, without its text: that costs more than the whole history. */
function callSites(): NodeJS.CallSite[] {
  const { prepareStackTrace } = Error
  const here: { stack?: NodeJS.CallSite[] } = {}
  Error.prepareStackTrace = (_error, sites) => sites
  Error.captureStackTrace(here, callSites)
  const sites = here.stack ?? []
  Error.prepareStackTrace = prepareStackTrace
  return sites
}

type Run = {
  scenario: (typeof scenarios)[number]
  recovery: (typeof recoveries)[number]
  /** Asked at every point that the first process reaches, with how often it was there. */
  crashAt: (point: Point, time: number) => Crash | undefined
}

export async function runWithCrash({ scenario, recovery, crashAt }: Run): Promise<HistoryResult> {
  const times = new Map<Point, number>()
  const at = (call: string) => {
    const point = pointOf(call)
    if (point == null) return undefined
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
  scenario: (typeof scenarios)[number],
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
