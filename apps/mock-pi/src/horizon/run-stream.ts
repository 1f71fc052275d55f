import { realTimer } from '../clock/real-timer.ts'
import { waitForLedger } from '../ledger/wait-for-ledger.ts'
import { FAULT, GOODBYE, HELLO } from './event-text.ts'
import { replicaOf, type Horizon } from './horizon-world.ts'

/** What a stream sends: at most `limit` events in all. */
export type EventSource = {
  limit: number
  /** Events that are new since the last call, at most `limit`; null when the stream cannot go on. */
  read(limit: number): Iterable<string> | null
}

/** The parts of one world that a stream reads; a reset puts others in their place. */
export type StreamWorld = Pick<Horizon['world'], 'ledger' | 'clock' | 'settings'>

/**
 * The text of a stream: a greeting, the events of every ledger, and a farewell when the limit is reached, after
 * `stream_timeout_ms`, or when the signal aborts. Nothing is read ahead: each part is made when it is asked for.
 */
export async function* runStream(
  { ledger, clock, settings }: StreamWorld,
  { limit, read }: EventSource,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const deadline = clock.now() + settings.stream_timeout_ms
  const newest = () => replicaOf({ ledger, settings }).latest().sequence
  let seen = newest()
  let left = limit
  yield HELLO
  while (!signal.aborted) {
    const events = read(left)
    if (events == null) return yield FAULT
    for (const event of events) {
      if (signal.aborted) break
      yield event
      left--
    }
    if (left <= 0) break
    const after = seen
    const next = await waitForLedger(
      { ledger, clock, timer: realTimer },
      () => (newest() > after ? newest() : null),
      Math.max(0, deadline - clock.now()),
      signal,
    )
    if (next == null) break
    seen = next
  }
  yield GOODBYE
}
