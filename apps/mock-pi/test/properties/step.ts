import type { Cast } from './cast.ts'
import type { PerformedAction } from './performed-action.ts'
import type { Action } from './scenario.ts'
import type { SeenAccount, SeenChain } from './seen-chain.ts'
import type { Seen, SeenPayment } from './seen-world.ts'

/** A payment that looks another way than before; a new one was not there before. */
export type Change = { before: SeenPayment | undefined; after: SeenPayment }

/** One action with everything that can be seen around it. */
export type Step = PerformedAction & {
  action: Action
  accepted: boolean
  /** The time of the mock, by the test's own count. */
  now: number
  /** What was seen before, with what the time that passed since must have made of it. */
  before: Seen
  after: Seen
  changes: readonly Change[]
  /** The chain of the network just before the action, and after it. */
  chainBefore: SeenChain
  chain: SeenChain
  /** What each account held when the world began. */
  openings: ReadonlyMap<string, SeenAccount>
  cast: Cast
  spelling: 'guide+wire' | 'wire'
  /** Where the mock says that it is. */
  url: string
}

/** Each invariant under its number and sentence; it returns what breaks it. */
export type Invariants = Record<string, (step: Step) => string | undefined>

export function broken(isBroken: boolean, evidence: unknown): string | undefined {
  return isBroken ? JSON.stringify(evidence, bigintToText, 2) : undefined
}

function bigintToText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}
