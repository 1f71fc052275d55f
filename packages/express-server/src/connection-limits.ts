/** How many connections a server holds, and for how long one may keep its place. Times in ms. */
export type ConnectionLimits = {
  /** Max connections on all addresses that the server listens on. */
  max: number
  /** Max connections from one remote address (of IPv6: from one /64). */
  perAddress: number
  /** The same for addresses of this machine. */
  perLoopbackAddress: number
  /** For a complete request head, also when nothing at all arrives. */
  headersTimeout: number
  /** For the whole request. */
  requestTimeout: number
  /** For the client to read a response. */
  sendTimeout: number
  /** How long a connection stays after its last response, so that the response arrives whole. */
  linger: number
}

/** For a server on the internet; loopback addresses may use every place. */
export const DEFAULT_CONNECTION_LIMITS: ConnectionLimits = {
  max: 4_096,
  perAddress: 512,
  perLoopbackAddress: 4_096,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  sendTimeout: 30_000,
  linger: 1_000,
}

/** How often times are checked: at least five times within the shortest limit. */
export function checkInterval({ headersTimeout, requestTimeout, sendTimeout }: ConnectionLimits) {
  return Math.min(2_000, Math.ceil(Math.min(headersTimeout, requestTimeout, sendTimeout) / 5))
}
