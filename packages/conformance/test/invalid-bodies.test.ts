import { createPayoutRequestSchema } from '@aloha-pi/contracts/aloha'
import {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  createUserPaymentRequestSchema,
  notifyRequestSchema,
} from '@aloha-pi/contracts/platform'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { invalidBodies } from '../src/inputs/invalid-bodies.ts'
import { jsonSchemaOf } from '../src/inputs/json-schema.ts'
import { valuesOf } from '../src/properties/arbitraries.ts'

const uid = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'
const payment = { amount: 1, memo: 'A memo', metadata: { orderId: '1' } }
const schemas: [name: string, schema: z.ZodType, valid: Record<string, unknown>][] = [
  ['CompletePayment', completePaymentRequestSchema, { txid: 'a'.repeat(64) }],
  ['CreateUserPayment', createUserPaymentRequestSchema, payment],
  ['CreatePayment', createPaymentRequestSchema, { payment: { ...payment, uid } }],
  ['CreatePayout', createPayoutRequestSchema, { payment: { ...payment, uid } }],
  [
    'Notify',
    notifyRequestSchema,
    { notifications: [{ title: 'T', body: 'B', user_uid: uid, subroute: '/' }] },
  ],
]

test.each(schemas)(
  '%s: the valid body is taken, and every spoilt one is refused',
  (_, schema, valid) => {
    expect(schema.safeParse(valid).success).toBe(true)
    const spoilt = invalidBodies(schema, valid)
    expect(spoilt.length).toBeGreaterThan(10)
    expect(spoilt.filter(({ body }) => schema.safeParse(body).success)).toEqual([])
  },
)

test.each(schemas)(
  '%s: each field is left out, of another type, and beyond its rules',
  (_, schema, valid) => {
    const labels = invalidBodies(schema, valid).map(({ field, label }) => `${field} ${label}`)
    expect(new Set(labels).size).toBe(labels.length)
    expect(labels).toContain('body of type null')
    expect(labels.filter((label) => label.endsWith('missing')).length).toBeGreaterThan(0)
  },
)

test('the ways to spoil a txid are these', () => {
  const spoilt = invalidBodies(completePaymentRequestSchema, { txid: 'a'.repeat(64) })
  const ofTxid = spoilt.filter(({ field }) => field === 'txid').map(({ label }) => label)
  expect(ofTxid).toEqual([
    'missing',
    'of type null',
    'of type boolean',
    'of type number',
    'of type array',
    'of type object',
    'empty',
    'blank',
    'with a path in it',
    'with a query in it',
    'with a line end',
    'with NUL',
    'not ASCII',
    '10 kB',
  ])
})

test('fields that no one knows are tried where they are refused, and only there', () => {
  const unknown = (schema: z.ZodType) =>
    invalidBodies(schema, { payment: { ...payment, uid } })
      .filter(({ label }) => label === 'with an unknown field')
      .map(({ field }) => field)
  expect(unknown(createPayoutRequestSchema)).toEqual(['body', 'payment'])
  expect(unknown(createPaymentRequestSchema)).toEqual([])
})

test.each(schemas)('%s: what is made up from the schema is taken by it', (_, schema) => {
  const made = fc.sample(valuesOf(jsonSchemaOf(schema)), { numRuns: 200, seed: 1 })
  expect(made.filter((value) => !schema.safeParse(value).success)).toEqual([])
})
