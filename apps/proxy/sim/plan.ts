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
}

export function drawPlan(random: Random, withRollbacks: boolean): Plan {
  return {
    faults: drawFaults(random, withRollbacks),
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
