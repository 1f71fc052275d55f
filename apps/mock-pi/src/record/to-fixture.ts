import { ContractNoBody } from '@ts-rest/core'
import * as z from 'zod'
import { declaredOf, queryOf, valuesOf, type PassedExchange } from './check-exchange.ts'
import { keptErrorNames } from './check-error-names.ts'
import type { PiOperation } from './find-operation.ts'
import { inventValue } from './invent-value.ts'
import { mediaTypeOf, type ReadBody } from './read-body.ts'

/** An exchange in the form of the files in `fixtures/wire` of the contracts. */
export type Fixture = {
  source: string
  confidence: 'captured'
  operation: string
  note: string
  request: {
    method: 'GET' | 'POST'
    path: string
    headers: Record<string, string>
    body?: unknown
    text?: string
  }
  response: { status: number; headers?: Record<string, string>; body?: unknown; text?: string }
  placeholders: string[]
}

const KEY = 'alohamock0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghi'
const CREDENTIALS = { Key: `Key ${KEY}`, Bearer: 'Bearer token', 'another scheme': 'Other text' }
const MEDIA_TYPES = new Set([
  'application/json',
  'application/hal+json',
  'application/problem+json',
  'application/x-www-form-urlencoded',
  'text/html',
  'text/plain',
])
/** Nothing of these bodies can be shown. */
const NOT_SHOWN: ReadonlySet<ReadBody['kind']> = new Set([
  'event stream',
  'multipart form',
  'broken form',
  'body over 1 MiB',
  'body that was not received whole',
  'body that cannot be decompressed',
  'body in an unknown encoding',
])

/** The exchange with every value replaced; undefined where its bodies cannot be shown. */
export function toFixture(
  exchange: PassedExchange,
  operation: PiOperation,
): { name: string; fixture: Fixture } | undefined {
  const { requestBody, responseBody, status } = exchange
  const { route } = operation
  const { method } = route
  if (NOT_SHOWN.has(requestBody.kind) || NOT_SHOWN.has(responseBody.kind)) return undefined
  if (method !== 'GET' && method !== 'POST') return undefined
  const values = valuesOf(exchange)
  const bodySchema: unknown = 'body' in route ? route.body : undefined
  const declared = declaredOf(route, status) ?? (status < 400 ? undefined : declaredOf(route, 400))
  const errors =
    'value' in responseBody ? keptErrorNames(operation, status, responseBody.value) : {}
  const request = inventBody(
    requestBody,
    { schema: asSchema(bodySchema), kept: {}, values },
    'request',
  )
  const response = inventBody(
    responseBody,
    { schema: declared?.schema, kept: errors, values },
    'response',
  )
  const responseHeaders = contentTypeOf(exchange.responseHeaders)
  const fixture: Fixture = {
    source: 'recorded by mock-pi record',
    confidence: 'captured',
    operation: operation.name,
    note: 'Every value was replaced; names, types, status and known error names are as they came.',
    request: {
      method,
      path: inventPath(operation, exchange.url, values),
      headers: {
        ...(exchange.credential !== 'none' && { authorization: CREDENTIALS[exchange.credential] }),
        ...contentTypeOf(exchange.requestHeaders),
      },
      ...request.member,
    },
    response: {
      status,
      ...(Object.keys(responseHeaders).length > 0 && { headers: responseHeaders }),
      ...response.member,
    },
    placeholders: [
      ...(exchange.credential === 'none' ? [] : ['request.headers.authorization']),
      ...request.placeholders,
      ...response.placeholders,
    ],
  }
  const [code] = Object.values(errors)
  return { name: nameOf(operation.name, code?.split('/').at(-1) ?? String(status)), fixture }
}

/** As `recorded-platform-payments-get-200`, and of an error with its name. */
function nameOf(operation: string, end: string): string {
  const words = `${operation} ${end}`.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
  return `recorded-${words.replaceAll(/[^a-z0-9]+/g, '-')}`
}

function asSchema(schema: unknown): z.ZodType | undefined {
  return schema !== ContractNoBody && schema instanceof z.ZodType ? schema : undefined
}

function contentTypeOf(headers: PassedExchange['requestHeaders']): Record<string, string> {
  const type = mediaTypeOf(headers)
  return MEDIA_TYPES.has(type) ? { 'content-type': type } : {}
}

type Inventing = {
  schema: z.ZodType | undefined
  kept: Readonly<Record<string, string>>
  values: ReadonlySet<string>
}

function inventBody(
  body: ReadBody,
  { schema, kept, values }: Inventing,
  half: 'request' | 'response',
): { member: { body?: unknown; text?: string }; placeholders: string[] } {
  if (body.kind === 'empty') return { member: {}, placeholders: [] }
  if (!('value' in body)) {
    const text = body.kind === 'HTML' ? '<!DOCTYPE html>\n<html></html>\n' : 'text'
    return { member: { text }, placeholders: [`${half}.text`] }
  }
  const { value, placeholders } = inventValue(schema, body.value, { kept, values })
  if (body.kind === 'form')
    return { member: { text: toForm(value) }, placeholders: [`${half}.text`] }
  const paths = placeholders.map((each) => (each === '' ? `${half}.body` : `${half}.body.${each}`))
  return { member: { body: value }, placeholders: paths }
}

/** In Rails' nesting. */
function toForm(value: unknown): string {
  const fields: [string, string][] = []
  add(value, '')
  return new URLSearchParams(fields).toString()

  function add(member: unknown, name: string) {
    if (typeof member !== 'object' || member == null) {
      fields.push([name, String(member)])
      return
    }
    for (const [key, each] of Object.entries(member)) {
      add(each, name === '' ? key : `${name}[${Array.isArray(member) ? '' : key}]`)
    }
  }
}

function inventPath({ route }: PiOperation, url: string, values: ReadonlySet<string>): string {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const given = Object.fromEntries(names.map((name) => [name, 'text']))
  const params = inventValue(asSchema(route.pathParams), given, { kept: {}, values })
    .value as Record<string, string>
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? 'text')
  const query = asSchema(route.query)
  if (query == null) return path
  const invented = inventValue(query, queryOf(url), { kept: {}, values }).value
  const text = new URLSearchParams(invented as Record<string, string>).toString()
  return text === '' ? path : `${path}?${text}`
}
