import * as z from 'zod'
import { expect, test } from 'vitest'
import { describeIssue } from '../src/index.ts'
import { operations } from './contract-operations.ts'
import { issueOf } from './issue-of.ts'

// zod's own texts, which no one outside reads.
test.each<[schema: z.ZodType, input: unknown, rule: string]>([
  [z.string(), undefined, 'is required'],
  [z.string(), null, 'must be a string'],
  [z.array(z.string()), 'x', 'must be an array'],
  [z.record(z.string(), z.string()), 5, 'must be an object'],
  [z.number().int(), 1.5, 'must be a whole number'],
  [z.number(), Number.NaN, 'must be a number'],
  [z.number().min(1), 0, 'must be at least 1'],
  [z.number().max(200), 201, 'must be at most 200'],
  [z.number().positive(), 0, 'must be more than 0'],
  [z.number().lt(5), 5, 'must be less than 5'],
  [z.string().min(2), 'x', 'must have at least 2 characters'],
  [z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 members'],
  [z.literal(true), false, 'must be true'],
  [z.enum(['a', 'b']), 'c', 'must be "a" or "b"'],
  [z.string().regex(/^G/), 'S', 'must match /^G/'],
  [z.iso.datetime(), 'now', 'must be a valid ISO datetime'],
  [z.guid(), 'x', 'must be a valid GUID'],
  [z.union([z.number(), z.boolean()]), 'x', 'is not valid'],
])('%# the rule that an input breaks is named in plain words', (schema, input, rule) => {
  expect(issueOf(schema, input)).toEqual({ field: 'body', rule })
})

test('an issue without a path is reported for the whole, and a foreign wording stays', () => {
  const custom = { code: 'custom' as const, path: [], message: 'is odd', input: 1 }
  expect(describeIssue({ issues: [custom] }, 'query')).toEqual({ field: 'query', rule: 'is odd' })
  expect(describeIssue({ issues: [] }, 'query')).toEqual({ field: 'query', rule: 'is not valid' })
})

const inputs = operations.flatMap(({ api, name, route }) =>
  [route.pathParams, 'body' in route ? route.body : undefined, route.query].flatMap((schema) =>
    schema instanceof z.ZodType ? [[`${api} ${name}`, schema] as const] : [],
  ),
)
const spoils = [undefined, null, true, '', ' ', 'x'.repeat(300), -1, 0, 1.5, 1e300, [], [{}], {}]

/** A bad value in the place of the whole and of each field, however deep it is. */
function spoil(schema: unknown): unknown[] {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  if (!(inner instanceof z.ZodObject)) return spoils
  const fields = Object.entries(inner.shape)
  return [
    ...spoils,
    ...fields.flatMap(([name, each]) => spoil(each).map((bad) => ({ [name]: bad }))),
  ]
}

test.each(inputs)('no input of %s is refused in the words of zod', (_, schema) => {
  const rules = spoil(schema).flatMap((input) =>
    (schema.safeParse(input).error?.issues ?? []).map(
      (issue) => describeIssue({ issues: [issue] }, 'body').rule,
    ),
  )
  expect(rules).not.toEqual([])
  for (const rule of rules) expect(rule).not.toMatch(/expected|received|^(Invalid|Too|is not)/)
})
