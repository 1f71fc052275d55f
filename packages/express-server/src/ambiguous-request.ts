import type { IncomingMessage } from 'node:http'
import { isJoined } from './joined-header.ts'

/** A request that two readers could understand in two ways. `field` and `rule` make a sentence. */
export type AmbiguousRequest = {
  status: 400 | 417
  /** The header, or `The request target`. */
  field: string
  rule: string
}

/** Headers that mean something only when they are sent once (RFC 9110), and those that our APIs read. */
const SINGLE_HEADERS = new Set([
  'access-control-request-method',
  'authorization',
  'content-encoding',
  'content-length',
  'content-location',
  'content-range',
  'content-type',
  'date',
  'expect',
  'from',
  'host',
  'idempotency-key',
  'if-modified-since',
  'if-range',
  'if-unmodified-since',
  'last-event-id',
  'max-forwards',
  'origin',
  'proxy-authorization',
  'range',
  'referer',
  'transfer-encoding',
  'user-agent',
  'x-request-id',
])
const ONCE = 'must be sent only once'
/** A key beside an empty one: a proxy in between has joined them. */
const BESIDE_EMPTY = /^,|,$/
const TARGET = 'The request target'

/**
 * What makes a request ambiguous, if anything: proxies and servers choose differently between two headers, and node
 * joins some of them to one value that no one sent.
 */
export function findAmbiguity(req: IncomingMessage): AmbiguousRequest | undefined {
  const { headers } = req
  const repeated = findRepeated(req)
  if (repeated != null) return invalid(nameOf(repeated), ONCE)
  const coding = headers['transfer-encoding']
  if (coding != null && coding.toLowerCase() !== 'chunked') {
    return invalid('Transfer-Encoding', 'must be chunked, without other codings')
  }
  if (coding != null && req.httpVersion === '1.0') {
    return invalid('Transfer-Encoding', 'is not allowed in HTTP/1.0')
  }
  if (headers.expect != null && headers.expect.toLowerCase() !== '100-continue') {
    return { status: 417, field: 'Expect', rule: 'must be 100-continue' }
  }
  return judgeTarget(req)
}

/** `/path?query` of the target: an absolute one names the host as well, which `findAmbiguity` has compared. */
export function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const url = URL.parse(target)
  return url == null ? target : url.pathname + url.search
}

function invalid(field: string, rule: string): AmbiguousRequest {
  return { status: 400, field, rule }
}

function findRepeated({ headers, rawHeaders }: IncomingMessage): string | undefined {
  const names = Object.keys(headers)
  // As many names as lines: true of nearly every request.
  const isRepeated = names.length * 2 !== rawHeaders.length
  const repeated = isRepeated ? findRepeatedLine(rawHeaders) : undefined
  return repeated ?? names.find((name) => SINGLE_HEADERS.has(name) && isJoinedValue(name, headers))
}

function isJoinedValue(name: string, headers: IncomingMessage['headers']): boolean {
  const value = String(headers[name])
  return isJoined(value) || (name === 'idempotency-key' && BESIDE_EMPTY.test(value))
}

function findRepeatedLine(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? ''
    if (SINGLE_HEADERS.has(name) && seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}

/** `x-request-id` as people write it. */
function nameOf(header: string): string {
  return header.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase())
}

/** A server has to accept the absolute form, and the host in it wins over the header: so both must say the same. */
function judgeTarget({ url = '', headers: { host } }: IncomingMessage) {
  if (url.startsWith('/') || url === '*') return undefined
  const target = URL.parse(url)
  if (target == null || !/^https?:$/.test(target.protocol)) {
    return invalid(TARGET, 'must be a path or an http URL')
  }
  if (target.username !== '' || target.password !== '') {
    return invalid(TARGET, 'must not name a user')
  }
  if (host == null || URL.parse(`${target.protocol}//${host}`)?.host !== target.host) {
    return invalid(TARGET, 'must name the host of the Host header')
  }
  return undefined
}
