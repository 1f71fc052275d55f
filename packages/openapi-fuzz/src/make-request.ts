import { generateSync, type JsonSchema } from 'json-schema-faker'
import {
  wholeSchema,
  type ApiDocument,
  type Operation,
  type Parameter,
  type Schema,
} from './document.ts'
import type { KnownValues } from './known-values.ts'
import type { Random } from './random.ts'
import type { FuzzRequest } from './request.ts'

/** A request that its document allows, before it is written as bytes. */
export type Draft = {
  operation: Operation
  pathValues: Record<string, string>
  query: [name: string, value: string][]
  headers: Record<string, string>
  /** Undefined: no body. */
  json: unknown
}

export type Maker = { document: ApiDocument; known: KnownValues; random: Random }

const SEEDS = 2 ** 31
/** Servers have rules that a schema does not say: amounts that all of them take. */
const AMOUNTS = [0.0000001, 0.5, 1, 3.14, 100] as const
const METADATA = { orderId: '12345' }

/** A valid request of the operation, with values that the servers know in most places. */
export function makeDraft(maker: Maker, operation: Operation): Draft {
  const draft: Draft = {
    operation,
    pathValues: {},
    query: [],
    headers: {},
    json: makeBody(maker, operation),
  }
  for (const parameter of operation.parameters) {
    if (parameter.required !== true && maker.random.chance(60)) continue
    place(draft, parameter, String(makeParameter(maker, parameter)))
  }
  const content = Object.keys(operation.requestBody?.content ?? {})[0]
  // The control API asks for it on every request that changes something.
  if (draft.json !== undefined) draft.headers['content-type'] = content ?? 'application/json'
  const credential = makeCredential(maker, operation)
  if (credential != null) draft.headers['authorization'] = credential
  return draft
}

function place(draft: Draft, { name, in: where }: Parameter, value: string) {
  if (where === 'path') draft.pathValues[name] = value
  else if (where === 'query') draft.query.push([name, value])
  else draft.headers[name.toLowerCase()] = value
}

function makeParameter({ document, known, random }: Maker, { name, schema }: Parameter): unknown {
  const value = random.chance(75) ? known.pick(name, random) : undefined
  return value ?? generate(document, schema, random)
}

function makeBody(maker: Maker, { requestBody }: Operation): unknown {
  const { document, random } = maker
  const [media] = Object.values(requestBody?.content ?? {})
  if (media == null || (requestBody?.required === false && random.chance(70))) return undefined
  const json =
    media.example !== undefined && random.chance(30)
      ? structuredClone(media.example)
      : generate(document, media.schema, random)
  return withKnownValues(json, maker)
}

function generate(document: ApiDocument, schema: Schema, random: Random): unknown {
  const options = {
    seed: random.int(SEEDS),
    optionalsProbability: 0.4,
    useExamplesValue: random.chance(30),
  }
  return generateSync(wholeSchema(document, schema) as JsonSchema, options)
}

/** Most values by what their field is called. */
function withKnownValues(json: unknown, maker: Maker): unknown {
  if (typeof json !== 'object' || json == null) return json
  if (Array.isArray(json)) return json.map((each) => withKnownValues(each, maker))
  const entries = Object.entries(json).map(([name, value]) => {
    const known = maker.random.chance(75) ? knownValue(name, maker) : undefined
    return [name, known ?? withKnownValues(value, maker)]
  })
  return Object.fromEntries(entries)
}

function knownValue(name: string, { known, random }: Maker): unknown {
  if (name === 'amount') return random.pick(AMOUNTS)
  // The generator ignores what is beside a `$ref`: here, that it must not be empty.
  if (name === 'metadata') return METADATA
  return known.pick(name, random)
}

/** The first scheme that the operation takes; where it takes none too, half of the requests have none. */
function makeCredential(
  { known, random }: Maker,
  { security = [] }: Operation,
): string | undefined {
  const [scheme] = Object.keys(security[0] ?? {})
  if (scheme == null || (security.length > 1 && random.chance(50))) return undefined
  const secret = String(known.pick(scheme, random))
  return `${scheme === 'serverKey' ? 'Key' : 'Bearer'} ${secret}`
}

/** The draft as it goes out. */
export function writeDraft({ operation, pathValues, query, headers, json }: Draft): FuzzRequest {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(pathValues[name] ?? ''),
  )
  const search = query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
  return {
    method: operation.method,
    path: search === '' ? path : `${path}?${search}`,
    headers,
    body: json === undefined ? undefined : Buffer.from(writeBody(json, headers['content-type'])),
  }
}

function writeBody(json: unknown, contentType = ''): string {
  if (!contentType.includes('x-www-form-urlencoded')) return JSON.stringify(json)
  const fields = Object.entries(json ?? {}).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  return new URLSearchParams(fields).toString()
}
