import { expect, test } from 'vitest'
import * as z from 'zod'
import { toJsonSchema } from './json-schema.ts'

test('a response may hold unknown fields, a strict request may not', () => {
  expect(toJsonSchema(z.object({ a: z.string() }), 'output').root).not.toHaveProperty(
    'additionalProperties',
  )
  expect(toJsonSchema(z.strictObject({ a: z.string() }), 'input').root).toHaveProperty(
    'additionalProperties',
    false,
  )
})

test('limits and patterns that the contract does not state are left out', () => {
  const schema = z.object({ at: z.iso.datetime(), n: z.int(), any: z.record(z.string(), z.int()) })
  expect(toJsonSchema(schema, 'input').root).toMatchObject({
    properties: {
      at: { type: 'string', format: 'date-time' },
      n: { type: 'integer' },
      any: { type: 'object', additionalProperties: { type: 'integer' } },
    },
  })
  expect(JSON.stringify(toJsonSchema(schema, 'input').root)).not.toMatch(
    /pattern|minimum|maximum|propertyNames/,
  )
})

test('a pattern is written without escaped slashes', () => {
  const schema = z.string().regex(/^\/a\\\/\d$/)
  expect(toJsonSchema(schema, 'input').root).toMatchObject({ pattern: '^/a\\\\/\\d$' })
})

test('limits that the contract states stay', () => {
  expect(toJsonSchema(z.number().int().min(1).max(200), 'input').root).toEqual({
    type: 'integer',
    minimum: 1,
    maximum: 200,
  })
})

test('a refined copy is a reference and what is new', () => {
  const base = z.string().meta({ id: 'TestBase', description: 'Same' })
  const schema = z.object({ a: base.refine((value) => value !== '') })
  expect(toJsonSchema(schema, 'input').root).toMatchObject({
    properties: { a: { $ref: '#/components/schemas/TestBase' } },
  })
  expect(JSON.stringify(toJsonSchema(schema, 'input').root)).not.toContain('Same')
})

test('a recursive schema without an id is refused', () => {
  const tree = z.object({
    get children() {
      return z.array(tree)
    },
  })
  expect(() => toJsonSchema(tree, 'input')).toThrow('a recursive schema needs .meta({ id })')
})

test('what JSON cannot carry is refused', () => {
  expect(() => toJsonSchema(z.object({ a: z.bigint() }), 'output')).toThrow(/BigInt/i)
})
