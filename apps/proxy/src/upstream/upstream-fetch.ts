import { Agent, fetch } from 'undici'

export type UpstreamFetch = {
  fetch: typeof globalThis.fetch
  /** Ends its sockets. */
  close(): Promise<void>
}

/** `sockets` is the max to one upstream; calls beyond them wait in line, inside their own deadline. */
type UpstreamLimits = { timeoutMs: number; sockets: number }

/** fetch over a bounded number of kept-alive sockets, apart from the process-wide ones. */
export function createUpstreamFetch({ timeoutMs, sockets }: UpstreamLimits): UpstreamFetch {
  const agent = new Agent({
    connections: sockets,
    connectTimeout: timeoutMs,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
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
    close: () => agent.destroy(),
  }
}
