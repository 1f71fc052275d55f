import type { Draft } from './make-request.ts'
import type { Random } from './random.ts'

type Json = Record<string, unknown> | unknown[]
type Place = { parent: Json; key: string }

/** Values at the ends of what anything takes. */
const NUMBERS = [
  0,
  -1,
  1,
  1e-7,
  1e-8,
  1.5,
  2 ** 31,
  2 ** 53,
  1e308,
  -1e308,
  536_870_912,
  536_870_912.5,
]
const STRINGS = [
  '',
  ' ',
  '0',
  '-1',
  'null',
  '../../etc/passwd',
  'a'.repeat(64),
  'A'.repeat(65),
  'x'.repeat(5_000),
  '\u0000',
  'a\nb',
  '𝔓𝔦💰é',
  '\ud800',
  '%',
  '%2e%2e',
  '__proto__',
  "' OR 1=1 --",
  '9999-12-31T23:59:59Z',
  '2026-02-30T00:00:00Z',
]
const OTHERS = [null, true, false, [], {}, [[]], [null], { a: { a: { a: 1 } } }]
const ODD_VALUES: readonly unknown[] = [...NUMBERS, ...STRINGS, ...OTHERS]

/** Changes a draft into one that its document may refuse; says what was done. */
export type Breaker = (draft: Draft, random: Random) => string

const dropMember: Breaker = ({ json }, random) => {
  const place = random.pick(placesIn(json))
  if (place == null) return 'nothing to drop'
  if (Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1)
  else delete place.parent[place.key]
  return `without ${place.key}`
}

const oddValue: Breaker = (draft, random) => {
  const place = random.pick(placesIn(draft.json))
  const value = structuredClone(random.pick(ODD_VALUES))
  if (place == null) draft.json = value
  else Reflect.set(place.parent, place.key, value)
  return `an unusual value for ${place?.key ?? 'the body'}`
}

const oddBody: Breaker = (draft, random) => {
  draft.json = structuredClone(random.pick(ODD_VALUES))
  draft.headers['content-type'] ??= 'application/json'
  return 'an unusual body'
}

const extraMember: Breaker = ({ json }, random) => {
  const objects = [json, ...placesIn(json).map(({ parent, key }) => Reflect.get(parent, key))]
  const target = random.pick(objects.filter(isObject))
  if (target == null) return 'nothing to add to'
  const name = random.pick(['extra', 'constructor', 'toString', 'a'.repeat(300), '']) ?? ''
  target[name] = structuredClone(random.pick(ODD_VALUES))
  return 'another member'
}

const noBody: Breaker = (draft) => {
  draft.json = undefined
  return 'no body'
}

const oddPathValue: Breaker = (draft, random) => {
  const name = random.pick(Object.keys(draft.pathValues))
  if (name != null) draft.pathValues[name] = wellFormed(String(random.pick(STRINGS)))
  return `an unusual value for ${name ?? 'nothing'} in the path`
}

const oddQuery: Breaker = (draft, random) => {
  const names = draft.operation.parameters.filter((each) => each.in === 'query')
  const name = random.pick([...names.map((each) => each.name), 'extra', 'limit', 'cursor']) ?? ''
  const values = [...STRINGS, '200', '201', 'asc', 'desc', 'transactions', 'true', 'now', '1e3']
  draft.query.push([name, wellFormed(random.pick(values) ?? '')])
  return `an unusual or repeated ${name} in the query`
}

export const draftBreakers: readonly [Breaker, ...Breaker[]] = [
  dropMember,
  oddValue,
  oddValue,
  oddBody,
  extraMember,
  noBody,
  oddPathValue,
  oddQuery,
]

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value != null && !Array.isArray(value)
}

/** A lone surrogate has no percent-encoding. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}

/** Where the members of a JSON value are. */
function placesIn(json: unknown): Place[] {
  if (typeof json !== 'object' || json == null) return []
  const parent = json as Json
  const own = Object.keys(parent).map((key) => ({ parent, key }))
  return own.concat(Object.values(parent).flatMap(placesIn))
}
