/**
 * How many connections a proxy takes, and for how long one may keep its place; times in ms. The limits of
 * `guardConnections`, written out because the package that has them is not published.
 */
export type ProxyConnectionLimits = {
  /** Max connections on all addresses. */
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
