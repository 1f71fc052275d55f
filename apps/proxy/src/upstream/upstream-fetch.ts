import { Agent, fetch } from 'undici'
import { createFetchByRequest } from './fetch-by-request.ts'

export type UpstreamFetch = {
  fetch: typeof globalThis.fetch
  /** The same, faster, and only for callers that read status, headers and body. */
  fetchForClient: typeof globalThis.fetch
  /** Ends its sockets. */
  close(): Promise<void>
}

/** `sockets` is the max to one upstream; calls beyond them wait in line, inside their own deadline. */
type UpstreamLimits = { timeoutMs: number; sockets: number }

/** Longer than the deadline of a call: were they equal, undici's limit would sometimes be first. */
const AFTER_THE_DEADLINE_MS = 2_000

/**
 * fetch over a bounded number of kept-alive sockets, apart from the process-wide ones. Each caller
 * brings a signal with its deadline; the limits of undici only clear up what outlives it.
 */
export function createUpstreamFetch({ timeoutMs, sockets }: UpstreamLimits): UpstreamFetch {
  const limit = timeoutMs + AFTER_THE_DEADLINE_MS
  const agent = new Agent({
    connections: sockets,
    connectTimeout: limit,
    headersTimeout: limit,
    bodyTimeout: limit,
    maxHeaderSize: 16_384,
    allowH2: false,
  })
  // undici's own types differ from Node's copy of them in details that no caller here touches.
  const send = fetch as unknown as (
    input: Parameters<typeof globalThis.fetch>[0],
    // The DOM's types, which a browser test brings in, know no dispatcher; Node's know another class.
    init: Omit<RequestInit, 'dispatcher'> & { dispatcher: Agent },
  ) => Promise<Response>
  return {
    fetch: (input, init) => send(input, { ...init, dispatcher: agent }),
    fetchForClient: createFetchByRequest(agent),
    close: () => agent.destroy(),
  }
}
