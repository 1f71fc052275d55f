import type { Api } from '../model/operations.ts'
import type { Need } from '../model/case.ts'
import type { Send } from '../http/wire.ts'
import type { Secrets } from '../secrets/secrets.ts'
import type { Clock } from '../system-ports.ts'

/** What all cases of a run share. */
export type Session = {
  target: Api
  origin: string
  /** Of the mock that is the target, or that is behind it. */
  controlOrigin: string | undefined
  send: Send
  clock: Clock
  newId: () => string
  secrets: Secrets
  /** Values that every case may name: the key, known ids. */
  values: Map<string, unknown>
  /** Why a need is not met; what is not in it is met. */
  unmet: ReadonlyMap<Need, string>
  seed: number
  /** Runs of each property. */
  runs: number
  /** Requests so far. */
  requests: () => number
}
