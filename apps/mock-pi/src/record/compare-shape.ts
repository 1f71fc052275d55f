import * as z from 'zod'
import type { Difference } from './difference.ts'
import { visibleField } from './visible-name.ts'

export type ShapeDifference = Pick<Difference, 'place' | 'kind' | 'expected' | 'found'>

/** An exchange with more is not described further. */
const MAX_DIFFERENCES = 100

/**
 * Compares a value with a schema of the contract, member by member. Names under `metadata` and in other maps are data:
 * they are written as `*`. `values` are texts of the exchange that must not be shown as names.
 */
export function compareShape(
  schema: z.ZodType,
  value: unknown,
  { place, values }: { place: string; values: ReadonlySet<string> },
): ShapeDifference[] {
  const found: ShapeDifference[] = []
  const seen = new Set<string>()
  /** Also of equal ones, of which one is kept. */
  let refusals = 0
  walk(schema, value, place)
  return found

  function add(difference: ShapeDifference) {
    if (difference.kind !== 'extra member') refusals += 1
    const key = JSON.stringify(difference)
    if (seen.has(key) || found.length >= MAX_DIFFERENCES) return
    seen.add(key)
    found.push(difference)
  }

  function walk(given: z.ZodType, member: unknown, at: string) {
    const inner = unwrap(given, member)
    if (inner == null) return
    if (inner instanceof z.ZodUnion) return walk(optionFor(inner, member), member, at)
    const before = refusals
    if (inner instanceof z.ZodObject) walkObject(inner, member, at)
    else if (inner instanceof z.ZodArray) walkArray(inner, member, at)
    else if (inner instanceof z.ZodRecord) walkRecord(inner, member, at)
    // Members that are right one by one may break a rule together.
    if (refusals > before || inner.safeParse(member).success) return
    add({ place: at, ...leafDifference(inner, member) })
  }

  function walkObject(object: z.ZodObject, member: unknown, at: string) {
    if (!isObject(member)) return add(wrongType(object, member, at))
    const shape = object.shape as Record<string, z.ZodType>
    for (const [name, each] of Object.entries(shape)) {
      if (Object.hasOwn(member, name)) walk(each, member[name], `${at}.${name}`)
      else if (!each.safeParse(undefined).success) {
        const expected = expectedOf(each)
        add({ place: `${at}.${name}`, kind: 'missing member', expected, found: 'nothing' })
      }
    }
    for (const [name, each] of Object.entries(member)) {
      if (Object.hasOwn(shape, name)) continue
      const extra = `${at}.${visibleField(name, values)}`
      add({ place: extra, kind: 'extra member', expected: 'nothing', found: typeOf(each) })
    }
  }

  function walkArray(array: z.ZodArray, member: unknown, at: string) {
    if (!Array.isArray(member)) return add(wrongType(array, member, at))
    for (const each of member) walk(array.element as z.ZodType, each, `${at}[]`)
  }

  function walkRecord(record: z.ZodRecord, member: unknown, at: string) {
    if (!isObject(member)) return add(wrongType(record, member, at))
    for (const each of Object.values(member)) walk(record.valueType as z.ZodType, each, `${at}.*`)
  }
}

/** The schema of a value that is there; undefined where nothing more is to compare. */
function unwrap(schema: z.ZodType, value: unknown): z.ZodType | undefined {
  if (schema instanceof z.ZodOptional) {
    return value === undefined ? undefined : unwrap(schema.unwrap() as z.ZodType, value)
  }
  if (schema instanceof z.ZodNullable) {
    return value === null ? undefined : unwrap(schema.unwrap() as z.ZodType, value)
  }
  return schema
}

/** The form that a value has, else the one of its type, else the first one. */
function optionFor(union: z.ZodUnion, value: unknown): z.ZodType {
  const options = union.options as readonly z.ZodType[]
  const type = typeOf(value)
  const found =
    options.find((each) => each.safeParse(value).success) ??
    options.find((each) => typeOfSchema(each) === type) ??
    options[0]
  if (found == null) throw new Error('A union of the contract has no form')
  return found
}

function wrongType(schema: z.ZodType, value: unknown, place: string): ShapeDifference {
  return { place, kind: 'wrong type', expected: expectedOf(schema), found: typeOf(value) }
}

function leafDifference(schema: z.ZodType, value: unknown): Omit<ShapeDifference, 'place'> {
  const found = typeOf(value)
  const expected = expectedOf(schema)
  if (typeOfSchema(schema) !== found) return { kind: 'wrong type', expected, found }
  const isChoice = schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral
  return isChoice
    ? { kind: 'other value', expected, found: `another ${found}` }
    : { kind: 'other form', expected, found: `${found} of another form` }
}

/** Of a JSON value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeOf(value) === 'object'
}

function typeOfSchema(schema: z.ZodType): string {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return typeOfSchema(schema.unwrap() as z.ZodType)
  }
  if (schema instanceof z.ZodEnum) return typeOf(schema.options[0])
  if (schema instanceof z.ZodLiteral) return typeOf([...schema.values][0])
  if (schema instanceof z.ZodRecord) return 'object'
  return schema.type
}

/** What the contract has there: its name and its type. */
function expectedOf(schema: z.ZodType): string {
  if (schema instanceof z.ZodOptional) return expectedOf(schema.unwrap() as z.ZodType)
  if (schema instanceof z.ZodNullable) return `${expectedOf(schema.unwrap() as z.ZodType)} or null`
  if (schema instanceof z.ZodEnum) return oneOf(schema.options)
  if (schema instanceof z.ZodLiteral) return oneOf([...schema.values])
  if (schema instanceof z.ZodUnion) {
    const options = schema.options as readonly z.ZodType[]
    return [...new Set(options.map(expectedOf))].join(' or ')
  }
  const id = schema.meta()?.id
  const type = typeOfSchema(schema)
  return id == null ? type : `${type} ${id}`
}

function oneOf(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(' or ')
}
