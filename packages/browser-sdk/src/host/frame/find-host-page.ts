import { FRAME_NAME } from '../protocol.ts'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The origin of the mock's `/host` when it frames this page; undefined for every other page. */
export function findHostPage(mockUrl: string): string | undefined {
  if (window.parent === window) return undefined
  // Not in every browser; then the name of the frame says it, and the mock's own origin is the only one trusted.
  const { ancestorOrigins } = location as { ancestorOrigins?: DOMStringList }
  const origin = new URL(mockUrl).origin
  if (ancestorOrigins == null) return window.name === FRAME_NAME ? origin : undefined
  const parent = ancestorOrigins[0]
  return parent != null && isSameMock(parent, origin) ? parent : undefined
}

/** The same origin, or another name of this machine with the same port. */
function isSameMock(parent: string, mock: string): boolean {
  if (parent === mock) return true
  const [one, other] = [URL.parse(parent), URL.parse(mock)]
  if (one == null || other == null) return false
  const isLocal = LOOPBACK.has(one.hostname) && LOOPBACK.has(other.hostname)
  return isLocal && one.port === other.port && one.protocol === other.protocol
}
