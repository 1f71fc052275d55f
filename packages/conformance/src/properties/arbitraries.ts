import { MAX_PI, STROOPS_PER_PI, stroopsToPi } from '@aloha-pi/contracts/platform'
import fc from 'fast-check'
import type { Template } from '../model/template.ts'
import type { JsonSchema } from '../inputs/json-schema.ts'

/** Amounts in Pi, every stroop of them: small, large and those that floating point likes to spoil. */
export const amounts: fc.Arbitrary<number> = fc
  .oneof(
    fc.bigInt({ min: 1n, max: 100n }),
    fc.bigInt({ min: 1n, max: 10_000n * STROOPS_PER_PI }),
    fc.bigInt({ min: 1n, max: BigInt(MAX_PI) * STROOPS_PER_PI }),
  )
  .map(stroopsToPi)

/** Text that people write, in any script. */
export const texts: fc.Arbitrary<string> = fc.string({
  unit: 'grapheme',
  minLength: 1,
  maxLength: 60,
})

/** Any text at all. The unit `binary` of fc.string says the same, and takes a second to prepare. */
export const anyTexts: fc.Arbitrary<string> = fc.string({
  unit: fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
  minLength: 1,
  maxLength: 80,
})

/** JSON without the key that servers refuse, and without the zero that JSON cannot write. */
const json: fc.Arbitrary<Template> = fc
  .jsonValue({ maxDepth: 2, stringUnit: 'grapheme' })
  // Every JSON value is a template, one without references.
  .map((value) => JSON.parse(JSON.stringify(value)) as Template)
  .filter((value) => !JSON.stringify(value).includes('__proto__'))

/** What a developer may attach to a payment. */
export const metadata: fc.Arbitrary<Record<string, Template>> = fc
  .dictionary(texts, json, { minKeys: 1, maxKeys: 5, noNullPrototype: true })
  .filter((value) => !Object.hasOwn(value, '__proto__'))

/** Any JSON value, valid only by chance. */
export const junk: fc.Arbitrary<Template> = json

/** What the schema takes. Components with a meaning have values of that meaning. */
export function valuesOf(schema: JsonSchema): fc.Arbitrary<Template> {
  const { type, properties, required = [], items, pattern } = schema
  if (schema.name === 'PiAmount' || schema.name === 'LenientPiAmount') return amounts
  if (schema.name === 'NewPaymentMetadata') return metadata
  if (properties != null) {
    const fields = Object.entries(properties).map(([key, each]) => [key, valuesOf(each)] as const)
    return fc.record(Object.fromEntries(fields), { requiredKeys: required })
  }
  if (type === 'array') {
    const { minItems = 0, maxItems = 4 } = schema
    return fc.array(valuesOf(items ?? {}), {
      minLength: minItems,
      maxLength: Math.min(maxItems, 4),
    })
  }
  if (type === 'string') {
    if (schema.format === 'uuid') return fc.uuid()
    return pattern == null ? texts : fc.stringMatching(new RegExp(pattern, 'u'))
  }
  return json
}
