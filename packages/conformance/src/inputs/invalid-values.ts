import { takes, type JsonSchema } from './json-schema.ts'

/** A value that breaks a rule, and which. */
export type InvalidValue = { label: string; value: unknown }

const samples: readonly [type: string, value: unknown][] = [
  ['null', null],
  ['boolean', true],
  ['number', 7],
  ['string', 'text'],
  ['array', [1]],
  ['object', { any: 1 }],
]

/** One value for each rule that the schema has: other types, then beyond each boundary. */
export function invalidValues(schema: JsonSchema): InvalidValue[] {
  const wrongTypes = samples
    .filter(([type]) => !takes(schema, type))
    .map(([type, value]) => ({ label: `of type ${type}`, value }))
  return [...wrongTypes, ...beyondBoundaries(schema), ...(named[schema.name ?? ''] ?? [])]
}

function beyondBoundaries(schema: JsonSchema): InvalidValue[] {
  const { exclusiveMinimum, minimum, maximum, minLength, maxLength, pattern } = schema
  const { minItems, minProperties } = schema
  const found: (InvalidValue | false | undefined)[] = [
    exclusiveMinimum != null && { label: `${exclusiveMinimum}`, value: exclusiveMinimum },
    exclusiveMinimum != null && { label: 'below', value: exclusiveMinimum - 1 },
    minimum != null && { label: `below ${minimum}`, value: minimum - 1 },
    maximum != null && { label: `above ${maximum}`, value: maximum + 1 },
    minLength != null && minLength > 0 && { label: 'too short', value: 'x'.repeat(minLength - 1) },
    maxLength != null && { label: 'too long', value: 'x'.repeat(maxLength + 1) },
    minItems != null && minItems > 0 && { label: 'without items', value: [] },
    minProperties != null && minProperties > 0 && { label: 'empty', value: {} },
  ]
  const patterns = pattern == null ? [] : unmatched(pattern)
  return [...found.filter((each) => each != null && each !== false), ...patterns]
}

/** Texts that no identifier is; those that a pattern happens to take are left out. */
const oddTexts: readonly [label: string, value: string][] = [
  ['empty', ''],
  ['blank', ' '],
  ['with a path in it', '../me'],
  ['with a query in it', 'a?b=c'],
  ['with a line end', 'abc\n'],
  ['with NUL', 'a\0b'],
  ['not ASCII', 'é\u200f'],
  ['10 kB', 'a'.repeat(10_240)],
]

function unmatched(pattern: string): InvalidValue[] {
  const rule = new RegExp(pattern, 'u')
  return oddTexts
    .filter(([, value]) => !rule.test(value))
    .map(([label, value]) => ({ label, value }))
}

const notDecimal = ['-1', '1e-7', '0x10', '1,5', '1.00000001', '0'].map((value) => ({
  label: `the text ${value}`,
  value,
}))
/** P15: what is not an amount of Pi, by hand: the JSON schema has no word for decimals. */
const notAmounts: readonly InvalidValue[] = [
  { label: '1e-8', value: 1e-8 },
  { label: '0.1 + 0.2', value: 0.1 + 0.2 },
  { label: '8 decimals', value: 1.000_000_01 },
  { label: '1e15', value: 1e15 },
  { label: '1e300', value: 1e300 },
]

const named: Readonly<Record<string, readonly InvalidValue[]>> = {
  PiAmount: [{ label: 'the text 1', value: '1' }, ...notAmounts],
  LenientPiAmount: [
    { label: '0', value: 0 },
    { label: '-1', value: -1 },
    ...notAmounts,
    ...notDecimal,
  ],
}
