import type { PayoutRequest } from '../../src/a2u/accept-payout.ts'
import { requestHashOf } from '../../src/a2u/request-hash.ts'
import type { PayoutSettings } from '../../src/payouts/model/settings.ts'
import { drawFaults, type Family, type Faults } from '../kernel/faults.ts'
import type { Random } from '../../testkit/random.ts'
import { uidOf, USERS, WITHOUT_WALLET } from '../kernel/users.ts'
import type { Scope } from '../model/pi-records.ts'

/** What a seed decides before anything happens. */
export type Plan = {
  faults: Faults
  instances: number
  payouts: number
  scope: Scope
  /** From then on every call arrives, once and in time. */
  faultsEndMs: number
  /** What becomes of payouts that the wallet cannot pay. */
  withoutMoney: PayoutSettings['withoutMoney']
  /** When money comes into a wallet that is poor. */
  fundedMs: number
  /** What operators do wrong, or after something went wrong. */
  operators: OperatorPlan
}

export type OperatorPlan = {
  /** Per minute: a restore of files that nothing in the database shows, with the quarantine that the manual asks for. */
  restores: number
  /** How likely the operator forgets that quarantine. */
  forgetful: number
  /** Per minute: a database that is lost whole. */
  losses: number
  /** How likely there is a backup, from before the first payout. */
  emptyBackups: number
  /** Of a client of the first release: its id is another one when it is made again. */
  newClientIds: number
  /** Per minute: the key of another app, for a while. */
  wrongKeys: number
  /** Per minute: a payment by hand with a memo like a payment's id. */
  handPayments: number
  /** A second deployment with the same wallet and key. */
  second: 'none' | 'clone' | 'restored clone' | 'empty'
  /** How long until an operator sees an alarm. */
  lookMs: number
  /** Whether they decide about payouts, when an alarm asks for it. */
  decides: boolean
}

/** Operators only look at alarms. */
export const noOperators: OperatorPlan = {
  restores: 0,
  forgetful: 0,
  losses: 0,
  emptyBackups: 0,
  newClientIds: 0,
  wrongKeys: 0,
  handPayments: 0,
  second: 'none',
  lookMs: 20_000,
  decides: false,
}

function drawOperators(random: Random): OperatorPlan {
  const some = (max: number) => (random.chance(0.4) ? random.between(0, max) : 0)
  return {
    restores: some(1),
    forgetful: random.chance(0.3) ? 0.5 : 0,
    losses: some(0.7),
    emptyBackups: 0.5,
    newClientIds: some(1),
    wrongKeys: some(1),
    handPayments: some(2),
    second: random.pick(['none', 'none', 'clone', 'restored clone', 'empty']),
    lookMs: random.between(5_000, 60_000),
    decides: true,
  }
}

/** Beside small histories some with a long queue. */
const MANY = 200
const MANY_SHARE = 0.015

export function drawPlan(random: Random, family: Family): Plan {
  const operators = family === 'operators' ? drawOperators(random) : noOperators
  const faults = drawFaults(random, family)
  const longest = Math.max(faults.farBehindMs, faults.unavailableMs)
  const faultsEndMs = Math.max(random.between(60_000, 180_000), longest + 30_000)
  return {
    operators,
    faults,
    instances: random.int(1, 4),
    payouts: random.chance(MANY_SHARE) ? MANY : random.int(2, 9),
    scope: faults.blockedUser ? 'per-user' : random.pick(['per-app', 'per-app', 'per-user', 'off']),
    faultsEndMs,
    fundedMs: random.between(0, faultsEndMs),
    withoutMoney: random.pick(['wait', 'fail']),
  }
}

/** A user who has a wallet, whom Pi knows, and to whom someone else's payment is open for good. */
export const BLOCKED_USER = uidOf(0x1_0000_00fe)
/** So many payouts are for that user. */
export const TO_BLOCKED_USER = 50

export function drawRequest(random: Random, i: number, faults: Faults, to?: string): PayoutRequest {
  const isMissing = random.chance(faults.missingDestinations)
  const user = random.int(0, USERS) * 16 + (isMissing ? WITHOUT_WALLET : random.int(0, 14))
  const amount = BigInt(random.int(1, 30_000_000))
  const fields = { uid: to ?? uidOf(user), amount, memo: `payout ${i}`, metadata: { i } }
  const client = random.int(0, 2)
  return {
    ...fields,
    clientId: `00000000-0000-4000-9000-${client.toString(16).padStart(12, '0')}`,
    keyId: 'key',
    requestId: `r${i}`,
    idempotencyKey: random.chance(0.7) ? `order-${i}` : null,
    requestHash: requestHashOf({ method: 'POST', route: '/a2u/create', ...fields }),
  }
}
