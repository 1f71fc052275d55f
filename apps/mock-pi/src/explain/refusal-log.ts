import type { Clock } from '../clock/clock.ts'
import { createNewestEntries } from '../seed/newest-entries.ts'

/** A request as the log knows it. */
export type RefusedRequest = { requestId: string; method: string; path: string }

/** What the mock refused, and by which rule. */
export type NotedRefusal = {
  rule: string
  status: number
  code: string | null
  message: string | null
}

/** A fault that met the request; status null: no response was sent. */
export type NotedFault = {
  id: string
  type: string
  source: 'rule' | 'metadata'
  status: number | null
  /** Of an error of a table: its API and its code, as `chain/timeout`. */
  error: string | null
}

/** A request that was refused or met a fault, or both. */
export type RefusalEntry = RefusedRequest & {
  /** Time of the mock's clock in ms. */
  at: number
  refusal: NotedRefusal | undefined
  fault: NotedFault | undefined
}

export type RefusalLog = {
  noteRefusal(request: RefusedRequest, refusal: NotedRefusal): void
  noteFault(request: RefusedRequest, fault: NotedFault): void
  find(requestId: string): RefusalEntry | undefined
  /** Newest first. */
  list(): RefusalEntry[]
}

/** The newest `limit` requests are kept. */
export function createRefusalLog(clock: Pick<Clock, 'now'>, limit: number): RefusalLog {
  const entries = createNewestEntries<RefusalEntry>(limit)
  const note = (request: RefusedRequest, news: Partial<RefusalEntry>) => {
    const before = entries.get(request.requestId)
    const entry = before ?? { ...request, at: clock.now(), refusal: undefined, fault: undefined }
    entries.set(request.requestId, { ...entry, ...news })
  }
  return {
    noteRefusal: (request, refusal) => note(request, { refusal }),
    noteFault: (request, fault) => note(request, { fault }),
    find: (requestId) => entries.get(requestId),
    list: () => entries.values().toReversed(),
  }
}
