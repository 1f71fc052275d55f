import { noFaults, type Faults } from '../kernel/faults.ts'
import type { Plan } from './plan.ts'

export type Scenario = { name: string; seed: number; plan: Partial<Plan> }

/** Histories that together lead through every call of the runner. */
export const scenarios: readonly Scenario[] = [
  { name: 'clean', seed: 1, plan: planOf({}) },
  { name: 'cancels', seed: 2, plan: planOf({ cancels: 1, repeats: 1 }) },
  { name: 'lost responses', seed: 3, plan: planOf({ responseLost: 0.3, twice: 0.3, late: 0.1 }) },
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
  {
    name: 'a database that forgets all the time',
    seed: 349,
    plan: planOf({ rollbacks: 12, requestLost: 0.3, inclusionLoss: 0.5 }),
  },
]

function planOf(faults: Partial<Faults>): Partial<Plan> {
  return {
    faults: { ...noFaults, ...faults },
    payouts: 4,
    scope: 'per-app',
    faultsEndMs: 90_000,
  }
}
