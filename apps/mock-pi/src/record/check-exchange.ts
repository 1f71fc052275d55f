import type { IncomingHttpHeaders } from 'node:http'
import { ContractNoBody, isAppRouteOtherResponse, type AppRoute } from '@ts-rest/core'
import * as z from 'zod'
import { checkErrorNames } from './check-error-names.ts'
import { headerDifferences } from './check-headers.ts'
import { compareShape } from './compare-shape.ts'
import { differenceKey, type Difference } from './difference.ts'
import { describeUnknown, findOperation, type PiOperation } from './find-operation.ts'
import { mediaTypeOf, type ReadBody } from './read-body.ts'
import { addValues } from './visible-name.ts'

/** A request and its response as they passed, without the credential. It is dropped once it was compared. */
export type PassedExchange = {
  method: string
  /** Path and query as they were sent. */
  url: string
  requestHeaders: IncomingHttpHeaders
  /** The scheme of the header Authorization. */
  credential: 'Key' | 'Bearer' | 'none' | 'another scheme'
  requestBody: ReadBody
  status: number
  responseHeaders: IncomingHttpHeaders
  responseBody: ReadBody
}

export type CheckedExchange = {
  /** Undefined for an unknown one. */
  operation: PiOperation | undefined
  /** In words of the contract. */
  operationName: string
  differences: Difference[]
  /** Why a body was not compared. */
  notCompared: string[]
}

const NOT_COMPARED: ReadonlySet<ReadBody['kind']> = new Set([
  'event stream',
  'multipart form',
  'body over 1 MiB',
  'body that was not received whole',
])

type FoundDifference = Pick<Difference, 'part' | 'place' | 'kind' | 'expected' | 'found'>

/** Compares an exchange with the contract of its operation. */
export function checkExchange(exchange: PassedExchange): CheckedExchange {
  const { method, url, status } = exchange
  const path = pathOf(url)
  const found = findOperation(method, path)
  const notCompared = [exchange.requestBody, exchange.responseBody]
    .map(({ kind }) => kind)
    .filter((kind) => NOT_COMPARED.has(kind))
  if (found == null) {
    const operationName = describeUnknown({ method, path }, status < 400)
    const unknown = {
      operation: operationName,
      part: 'request',
      place: 'path',
      kind: 'unknown operation',
      expected: 'an operation of the contract',
      found: `status ${status}`,
    } as const
    return { operation: undefined, operationName, differences: [unknown], notCompared }
  }
  const { operation, params } = found
  const values = valuesOf(exchange)
  const differences = [
    ...requestDifferences({ exchange, operation, params, values }),
    ...responseDifferences({ exchange, operation, values }),
  ].map((each) => Object.assign(each, { operation: operation.name }))
  const single = new Map(differences.map((each) => [differenceKey(each), each]))
  return {
    operation,
    operationName: operation.name,
    differences: [...single.values()],
    notCompared,
  }
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? ''
}

type Checked = {
  exchange: PassedExchange
  operation: PiOperation
  values: ReadonlySet<string>
}

function requestDifferences({
  exchange,
  operation: { route, metadata },
  params,
  values,
}: Checked & { params: Record<string, string> }): FoundDifference[] {
  const shapes = [
    ...compareGiven(route.pathParams, decodeAll(params), { place: 'path', values }),
    ...compareGiven(route.query, queryOf(exchange.url), { place: 'query', values }),
    ...requestBodyDifferences(route, exchange.requestBody, values),
  ]
  const expected = CREDENTIALS[metadata.credential]
  const { credential } = exchange
  const place = 'header authorization'
  if (expected !== 'none' && credential !== expected) {
    shapes.push({ place, kind: 'credential', expected, found: credential })
  }
  return inPart('request', shapes)
}

function inPart(part: string, found: readonly Omit<FoundDifference, 'part'>[]): FoundDifference[] {
  return found.map(({ place, kind, expected, found: came }) => ({
    part,
    place,
    kind,
    expected,
    found: came,
  }))
}

const CREDENTIALS = { 'server-key': 'Key', 'access-token': 'Bearer', none: 'none' } as const

function requestBodyDifferences(
  route: AppRoute,
  body: ReadBody,
  values: ReadonlySet<string>,
): Omit<FoundDifference, 'part'>[] {
  const schema: unknown = 'body' in route ? route.body : undefined
  // Where the contract has no body, Pi ignores what is sent.
  if (!(schema instanceof z.ZodType) || NOT_COMPARED.has(body.kind)) return []
  if ('value' in body) return compareShape(schema, body.value, { place: 'body', values })
  if (body.kind === 'empty' && schema.safeParse(undefined).success) return []
  return [{ place: 'body', kind: 'body', expected: 'JSON or a form', found: body.kind }]
}

function responseDifferences({ exchange, operation, values }: Checked): FoundDifference[] {
  const { status, responseBody: body } = exchange
  const part = `response ${status}`
  const declared = declaredOf(operation.route, status)
  const found: Omit<FoundDifference, 'part'>[] = []
  if (declared == null) {
    const expected = Object.keys(operation.route.responses).join(', ')
    found.push({ place: 'status', kind: 'undeclared status', expected, found: String(status) })
  }
  // Refusals of one API have one shape.
  const like = declared ?? (status >= 400 ? declaredOf(operation.route, 400) : undefined)
  if (like != null) found.push(...responseBodyDifferences(like, exchange, values))
  if ('value' in body) found.push(...checkErrorNames(operation, status, body.value))
  found.push(...headerDifferences(exchange.responseHeaders, values))
  return inPart(part, found)
}

/** What the contract has for a status: a schema or no body, and the media type. */
type Declared = { mediaType: string; schema: z.ZodType | undefined }

export function declaredOf({ responses }: Pick<AppRoute, 'responses'>, status: number) {
  const declared: unknown = Object.hasOwn(responses, status) ? responses[status] : undefined
  if (declared == null) return undefined
  if (declared === ContractNoBody) return { mediaType: '', schema: undefined } satisfies Declared
  const isOther = isAppRouteOtherResponse(declared as AppRoute['responses'][number])
  const { contentType, body } = isOther
    ? (declared as { contentType: string; body: unknown })
    : { contentType: 'application/json', body: declared }
  const schema = body instanceof z.ZodType ? body : undefined
  return { mediaType: contentType.split(';', 1)[0] ?? '', schema } satisfies Declared
}

/** Those that are written; another one may be anything. */
const MEDIA_TYPES = new Set([
  'application/json',
  'application/hal+json',
  'application/problem+json',
  'application/xml',
  'application/octet-stream',
  'text/html',
  'text/plain',
])

function responseBodyDifferences(
  { mediaType, schema }: Declared,
  { responseBody: body, responseHeaders }: PassedExchange,
  values: ReadonlySet<string>,
): Omit<FoundDifference, 'part'>[] {
  if (NOT_COMPARED.has(body.kind)) return []
  if (schema == null) {
    if (body.kind === 'empty') return []
    const found = body.kind === 'json' ? 'JSON' : body.kind
    return [{ place: 'body', kind: 'body', expected: 'empty', found }]
  }
  if (body.kind !== 'json') {
    return [{ place: 'body', kind: 'body', expected: 'JSON', found: body.kind }]
  }
  const type = mediaTypeOf(responseHeaders)
  const found = type === '' ? 'nothing' : MEDIA_TYPES.has(type) ? type : 'another media type'
  const differences: Omit<FoundDifference, 'part'>[] = compareShape(schema, body.value, {
    place: 'body',
    values,
  })
  if (type !== mediaType) {
    differences.push({ place: 'header content-type', kind: 'header', expected: mediaType, found })
  }
  return differences
}

function compareGiven(
  schema: unknown,
  given: Record<string, unknown>,
  { place, values }: { place: string; values: ReadonlySet<string> },
) {
  return schema instanceof z.ZodType ? compareShape(schema, given, { place, values }) : []
}

export function queryOf(url: string): Record<string, unknown> {
  const start = url.indexOf('?')
  const entries = start === -1 ? [] : [...new URLSearchParams(url.slice(start + 1))]
  // Own members, whatever they are called.
  return Object.fromEntries(entries)
}

function decodeAll(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, text]) => [name, decode(text)]))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // As it came: the schema refuses it.
    return text
  }
}

/** Every text of the exchange that is a value, in small letters: none of them is shown as a name. */
export function valuesOf(exchange: PassedExchange): ReadonlySet<string> {
  const { url, requestHeaders, responseHeaders, requestBody, responseBody } = exchange
  const values = new Set<string>()
  addValues(values, decode(pathOf(url)).split('/'))
  addValues(values, Object.values(queryOf(url)))
  for (const headers of [requestHeaders, responseHeaders]) addValues(values, headers)
  for (const body of [requestBody, responseBody]) if ('value' in body) addValues(values, body.value)
  return values
}
