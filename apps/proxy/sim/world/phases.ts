import type { RefusableCall } from '../../src/payouts/protocol/refusal-classes.ts'
import type { Random } from '../../testkit/random.ts'
import type { Refusal } from '../model/refusals-for-good.ts'

/** What holds for a time, for every call that is made then. All of it is over when the faults are. */
export type Phases = {
  /** Until when Pi, Horizon, or only Horizon's submission is unreachable. */
  down: { pi: number; chain: number; submit: number }
  /** Until when one of them returns 503; whether the call takes effect all the same. */
  unavailable: { place: 'pi' | 'chain'; until: number; takesEffect: boolean } | null
  /** Horizon shows no new ledgers since, until it is so far behind. */
  behind: { since: number; until: number; maxMs: number } | null
  /** Pi refuses these calls of the app, for any user. */
  refusal: { until: number; calls: readonly RefusableCall[]; refusal: Refusal } | null
}

export function noPhases(): Phases {
  return { down: { pi: 0, chain: 0, submit: 0 }, unavailable: null, behind: null, refusal: null }
}

/** How far behind Horizon is at least. */
export function lagNow({ behind }: Phases, now: number): number {
  if (behind == null || now < behind.since || now >= behind.until) return 0
  return Math.min(now - behind.since, behind.maxMs)
}

const everyCall = ['create', 'list', 'get', 'complete', 'cancel'] as const

/** Refusals that say nothing about a payout: of the app, its key, or with a code that no table has. */
const appRefusals: readonly [Refusal, ...Refusal[]] = [
  { status: 401, code: 'key_was_regenerated' },
  { status: 401, code: 'invalid_authorization' },
  { status: 403, code: 'forbidden' },
  { status: 403, code: 'feature_not_available' },
  { status: 404, code: 'not_found' },
  { status: 400, code: 'maintenance' },
  { status: 400, code: 'a_code_of_next_year' },
]

export function drawAppRefusal(random: Random, until: number): NonNullable<Phases['refusal']> {
  const calls = random.chance(0.3) ? everyCall : [random.pick(everyCall)]
  return { until, calls, refusal: random.pick(appRefusals) }
}

/** Of one call, with a code that no table has. */
export function drawUnknownRefusal(random: Random): Refusal {
  return { status: random.pick([400, 403, 404, 409, 422]), code: 'a_code_of_next_year' }
}
