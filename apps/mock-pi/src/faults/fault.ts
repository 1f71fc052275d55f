import type { FaultEffect, NewFault } from '@aloha-pi/contracts/wire'

/** What is known of a request that a fault may meet. */
export type FaultFacts = {
  /** As `platform.payments.complete`. */
  operation: string
  method: string
  path: string
  appId?: string | undefined
  username?: string | undefined
  paymentId?: string | undefined
  /** Whether the client wants a stream of events. */
  isStream?: boolean
}

/** A rule with its counters. */
export type Fault = {
  readonly id: string
  readonly source: 'rule' | 'metadata'
  readonly match: NonNullable<NewFault['match']>
  readonly when: NonNullable<NewFault['when']>
  readonly effect: FaultEffect
  /** Requests that matched. */
  seen: number
  /** Requests that met the effect. */
  hits: number
  /** Aborted when the rule is removed: requests that wait because of it are cut off. */
  readonly ended: AbortSignal
}
