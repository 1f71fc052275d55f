import type { IncomingHttpHeaders } from 'node:http'
import { LATEST_LEDGER_HEADER } from '@aloha-pi/contracts/chain'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { ShapeDifference } from './compare-shape.ts'
import { visibleHeader } from './visible-name.ts'

/** Of HTTP, of web servers and of networks between: they say nothing about the API. */
const ORDINARY = new Set([
  'accept-ranges',
  'age',
  'alt-svc',
  'cache-control',
  'connection',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-security-policy',
  'content-type',
  'date',
  'etag',
  'expires',
  'keep-alive',
  'last-modified',
  'nel',
  'permissions-policy',
  'pragma',
  'referrer-policy',
  'report-to',
  'server',
  'server-timing',
  'set-cookie',
  'strict-transport-security',
  'transfer-encoding',
  'vary',
  'via',
  'x-cache',
  'x-content-type-options',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-powered-by',
  'x-runtime',
  'x-xss-protection',
])
const ORDINARY_FAMILIES = /^(access-control|cf|x-amz|x-envoy|x-forwarded|x-mock)-/
/** Known, where the contract has no place for them. */
const KNOWN = new Set([REQUEST_ID_HEADER, LATEST_LEDGER_HEADER, 'allow', 'location', 'retry-after'])

/** Headers of a response that the contract does not know, by their names: a limit, a deprecation, another version. */
export function headerDifferences(
  headers: IncomingHttpHeaders,
  values: ReadonlySet<string>,
): ShapeDifference[] {
  const names = Object.keys(headers).filter(
    (name) => !ORDINARY.has(name) && !KNOWN.has(name) && !ORDINARY_FAMILIES.test(name),
  )
  return names.map((name) => ({
    place: `header ${visibleHeader(name, values)}`,
    kind: 'header',
    expected: 'nothing',
    found: 'a value',
  }))
}
