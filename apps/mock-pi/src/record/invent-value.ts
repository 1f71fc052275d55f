import * as z from 'zod'
import { typeOf } from './compare-shape.ts'
import { visibleField } from './visible-name.ts'

/** Of a list, so many different members show its form. */
const MAX_MEMBERS = 3
const ADDRESS = 'GAORGY7GWJYSARCO7KZH3QRX2FQKD25KQSTQJPKWE7WZTEBBHTSUDAA5'
const PAYMENT = 'RKo9DyyzYmmnq4roS1infxy1qc4m'
const UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const TIME = '2026-01-01T00:00:00.000Z'

/** Well-formed texts for members that the contract only calls a text. */
const BY_NAME: Readonly<Record<string, string>> = {
  _link: 'https://example.com/',
  created_at: TIME,
  from_address: ADDRESS,
  href: 'https://example.com/',
  identifier: PAYMENT,
  memo: 'A memo',
  to_address: ADDRESS,
  uid: UID,
  user_uid: UID,
  username: 'alice',
}
/** Tried in this order, where the contract has a rule. */
const TEXTS = [
  'text',
  '1',
  '1.0000000',
  'true',
  UID,
  ADDRESS,
  PAYMENT,
  TIME,
  '/text',
  'https://example.com/',
]
const NUMBERS = [1, 0, 0.5, 100, -1]

export type Invented = {
  value: unknown
  /** Dotted paths to everything that was invented, below the value itself. */
  placeholders: string[]
}

type Inventing = {
  /** Texts of the contract that may stay, by their path. */
  kept: Readonly<Record<string, string>>
  /** Texts of the exchange, which are never shown as names. */
  values: ReadonlySet<string>
}

/** A value of the same form, in which nothing is as it was: only types, and the names that the contract has. */
export function inventValue(
  schema: z.ZodType | undefined,
  value: unknown,
  { kept, values }: Inventing,
): Invented {
  const placeholders: string[] = []
  return { value: invent(schema, value, []), placeholders }

  function invent(given: z.ZodType | undefined, member: unknown, at: readonly string[]): unknown {
    const inner = given == null ? undefined : innerOf(given, member)
    switch (typeOf(member)) {
      case 'null':
        return null
      case 'array':
        return inventList(inner, member as unknown[], at)
      case 'object':
        return inventObject(inner, member as Record<string, unknown>, at)
      default:
        return inventLeaf(inner, member, at)
    }
  }

  function inventLeaf(inner: z.ZodType | undefined, member: unknown, at: readonly string[]) {
    const place = at.join('.')
    const keptText = kept[place]
    if (keptText != null) return keptText
    placeholders.push(place)
    const choices = choicesFor(inner, member, at.at(-1) ?? '')
    return choices.find((choice) => inner?.safeParse(choice).success ?? true) ?? choices[0]
  }

  function inventList(
    inner: z.ZodType | undefined,
    list: readonly unknown[],
    at: readonly string[],
  ): unknown[] {
    const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined
    const made: unknown[] = []
    const seen = new Set<string>()
    for (const each of list) {
      if (made.length === MAX_MEMBERS) break
      const before = placeholders.length
      const member = invent(element, each, [...at, String(made.length)])
      const text = JSON.stringify(member)
      // As long as the list was would be a value, too.
      if (seen.has(text)) placeholders.length = before
      else made.push(member)
      seen.add(text)
    }
    return made
  }

  function inventObject(
    inner: z.ZodType | undefined,
    object: Readonly<Record<string, unknown>>,
    at: readonly string[],
  ): Record<string, unknown> {
    if (!(inner instanceof z.ZodObject)) return inventMap(inner, object, at)
    const shape = inner.shape as Record<string, z.ZodType>
    const known = Object.keys(object).filter((name) => Object.hasOwn(shape, name))
    const members = known.map((name) => [name, invent(shape[name], object[name], [...at, name])])
    const extras = Object.keys(object)
      .filter((name) => !Object.hasOwn(shape, name) && visibleField(name, values) === name)
      .map((name) => [name, inventExtra(object[name], [...at, name])])
    return Object.fromEntries([...members, ...extras])
  }

  /** Its names are data: one stands for all. */
  function inventMap(
    inner: z.ZodType | undefined,
    object: Readonly<Record<string, unknown>>,
    at: readonly string[],
  ): Record<string, unknown> {
    const [first, ...others] = Object.values(object)
    if (first === undefined && others.length === 0) return {}
    const element = inner instanceof z.ZodRecord ? (inner.valueType as z.ZodType) : undefined
    return { member: invent(element, first, [...at, 'member']) }
  }

  /** What is in it is not known: only its type is kept. */
  function inventExtra(member: unknown, at: readonly string[]): unknown {
    if (Array.isArray(member)) return []
    return typeof member === 'object' && member != null ? {} : invent(undefined, member, at)
  }
}

function choicesFor(
  schema: z.ZodType | undefined,
  value: unknown,
  name: string,
): readonly (string | number | boolean)[] {
  if (typeof value === 'boolean') return [false, true]
  return typeof value === 'number' ? NUMBERS : textsFor(schema, name)
}

function textsFor(schema: z.ZodType | undefined, name: string): readonly string[] {
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) {
    const choices = schema instanceof z.ZodEnum ? schema.options : [...schema.values]
    // The last of the networks is the test network.
    return choices.map(String).toReversed()
  }
  const examples = schema?.meta()?.examples
  const documented = Array.isArray(examples)
    ? examples.filter((each): each is string => typeof each === 'string')
    : []
  const named = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined
  return [...documented, ...(named == null ? [] : [named]), ...TEXTS]
}

/** Without what may be absent or null, and of several forms the one that the value has. */
function innerOf(schema: z.ZodType, value: unknown): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return innerOf(schema.unwrap() as z.ZodType, value)
  }
  if (!(schema instanceof z.ZodUnion)) return schema
  const options = schema.options as readonly z.ZodType[]
  const found = options.find((each) => each.safeParse(value).success)
  return found == null ? schema : innerOf(found, value)
}
