import type { Random } from './random.ts'
import type { FuzzRequest } from './request.ts'

/** Changes a written request into one that servers may refuse; says what was done. */
export type RequestBreaker = (request: FuzzRequest, random: Random) => string

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
] as const
const CONTENT_TYPES = [
  'text/plain',
  'application/json; charset=latin1',
  'application/json; charset=utf-8',
  'application/vnd.api+json',
  'APPLICATION/JSON',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'json',
  ';',
] as const
const ACCEPTS = [
  '*/*',
  'text/html',
  'text/event-stream',
  'application/xml',
  'application/json;q=0',
  'x',
] as const
const BODIES = [
  '',
  '{',
  '[',
  'null',
  '"text"',
  '{"a":1,"a":2}',
  '{"__proto__":{"a":1}}',
  '{"a":1e400}',
  '\ufeff{}',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  '%',
  'tx=&tx=1',
  'a=%ff',
] as const
const HEADERS: readonly [name: string, value: string][] = [
  ['authorization', ''],
  ['authorization', 'Key '],
  ['authorization', 'Bearer x'],
  ['authorization', `Key ${'k'.repeat(64)}`],
  ['authorization', 'Basic dXNlcjpwYXNz'],
  ['host', 'evil.example'],
  ['origin', 'https://evil.example'],
  ['content-encoding', 'gzip'],
  ['idempotency-key', 'tab\tkey'],
  ['idempotency-key', 'k'.repeat(256)],
  ['idempotency-key', ''],
  ['x-request-id', '!'],
  ['x-request-id', 'x'.repeat(65)],
  ['range', 'bytes=0-1'],
  ['if-none-match', '*'],
  ['cookie', 'a=b'],
]

const otherMethod: RequestBreaker = (request, random) => {
  request.method = random.pick(METHODS)
  return 'another method'
}

const oddContentType: RequestBreaker = (request, random) => {
  request.body ??= Buffer.from('{}')
  if (random.chance(20)) delete request.headers['content-type']
  else request.headers['content-type'] = random.pick(CONTENT_TYPES)
  return 'an unusual content type'
}

const oddAccept: RequestBreaker = (request, random) => {
  request.headers['accept'] = random.pick(ACCEPTS)
  return 'an unusual Accept'
}

const brokenBytes: RequestBreaker = (request, random) => {
  request.headers['content-type'] ??= 'application/json'
  request.body = Buffer.from(random.pick(BODIES))
  return 'a broken body'
}

const damagedBytes: RequestBreaker = (request, random) => {
  const { body } = request
  if (body == null || body.length === 0) return 'nothing to damage'
  if (random.chance(50)) request.body = body.subarray(0, random.int(body.length))
  else body[random.int(body.length)] = random.int(256)
  return 'damaged bytes'
}

const largeBody: RequestBreaker = (request, random) => {
  request.headers['content-type'] ??= 'application/json'
  const size = random.pick([17_000, 66_000, 1_100_000])
  request.body = Buffer.from(JSON.stringify({ a: 'x'.repeat(size) }))
  return `a body of ${size} bytes`
}

const oddHeader: RequestBreaker = (request, random) => {
  const [name, value] = random.pick(HEADERS) ?? ['cookie', '']
  request.headers[name] = value
  return `an unusual ${name}`
}

const noCredential: RequestBreaker = (request) => {
  delete request.headers['authorization']
  return 'no credential'
}

const oddPath: RequestBreaker = (request, random) => {
  const { path } = request
  const paths = [
    `${path}/`,
    `${path}/x`,
    `/${path}`,
    `${path}%`,
    `${path}?%ff`,
    path.toUpperCase(),
    `${path}%00`,
  ]
  request.path = random.pick([...paths, path.replace(/[^/]+$/, '..')]) ?? path
  return 'an unusual path'
}

export const requestBreakers: readonly [RequestBreaker, ...RequestBreaker[]] = [
  otherMethod,
  otherMethod,
  oddContentType,
  oddContentType,
  oddAccept,
  brokenBytes,
  brokenBytes,
  damagedBytes,
  largeBody,
  oddHeader,
  oddHeader,
  noCredential,
  oddPath,
]
