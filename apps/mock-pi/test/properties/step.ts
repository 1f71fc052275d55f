import type { Cast } from './cast.ts'
import type { ChainPayment } from './mock-port.ts'
import type { Deed } from './perform-command.ts'
import type { Action } from './scenario.ts'
import type { Seen, SeenPayment } from './seen-world.ts'

/** A payment that looks another way than before; a new one was not there before. */
export type Change = { before: SeenPayment | undefined; after: SeenPayment }

/** One action with everything that can be seen around it. */
export type Step = Deed & {
  action: Action
  accepted: boolean
  /** The time of the mock, by the test's own count. */
  now: number
  /** What was seen before, with what the time that passed since must have made of it. */
  before: Seen
  after: Seen
  changes: readonly Change[]
  cast: Cast
  spelling: 'guide+wire' | 'wire'
  /** Where the mock says that it is. */
  url: string
  onChain: ReadonlyMap<string, ChainPayment>
}

/** Each invariant under its number and sentence; it answers what breaks it. */
export type Invariants = Record<string, (step: Step) => string | undefined>

export function broken(isBroken: boolean, evidence: unknown): string | undefined {
  return isBroken ? JSON.stringify(evidence, null, 2) : undefined
}
