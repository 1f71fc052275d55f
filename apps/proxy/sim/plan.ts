import type { PayoutRequest } from '../src/payouts/accept-payout.ts'
import { requestHashOf } from '../src/payouts/request-hash.ts'
import { drawFaults, type Faults } from './faults.ts'
import type { Random } from './random.ts'
import type { Scope } from './sim-pi.ts'

/** What a seed decides before anything happens. */
export type Plan = {
  faults: Faults
  instances: number
  payouts: number
  scope: Scope
  /** From then on every call arrives, once and in time. */
  faultsEndMs: number
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
}

/** Nobody does anything but look after alarms. */
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
}

function drawOperators(random: Random): OperatorPlan {
  const some = (most: number) => (random.chance(0.4) ? random.between(0, most) : 0)
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
  }
}

export type Family = 'plain' | 'rollbacks' | 'operators'

export function drawPlan(random: Random, family: Family): Plan {
  return {
    operators: family === 'operators' ? drawOperators(random) : noOperators,
    faults: drawFaults(random, family),
    instances: random.int(1, 4),
    payouts: random.int(2, 9),
    scope: random.pick(['per-app', 'per-app', 'per-user', 'off']),
    faultsEndMs: random.between(60_000, 180_000),
  }
}

/** Every sixteenth user has no wallet on the chain. */
const USERS = 200
const WITHOUT_WALLET = 15

export function drawRequest(random: Random, i: number, faults: Faults): PayoutRequest {
  const isMissing = random.chance(faults.missingDestinations)
  const user = random.int(0, USERS) * 16 + (isMissing ? WITHOUT_WALLET : random.int(0, 14))
  const amount = BigInt(random.int(1, 30_000_000))
  const fields = { uid: uidOf(user), amount, memo: `payout ${i}`, metadata: { i } }
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

export function uidOf(user: number): string {
  return `00000000-0000-4000-8000-${user.toString(16).padStart(12, '0')}`
}

/** The user's wallet; one that is not on the chain ends with X. */
export function addressOf(uid: string): string {
  const user = Number.parseInt(uid.slice(-8), 16)
  const text = [...user.toString(8)].map((digit) => 'ABCDEFGH'[Number(digit)]).join('')
  return `G${text.padStart(54, 'A')}${user % 16 === WITHOUT_WALLET ? 'X' : 'A'}`
}

export function isOnChain(address: string): boolean {
  return !address.endsWith('X')
}
