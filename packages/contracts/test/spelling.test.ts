import { expect, test } from 'vitest'
import { wireExchange } from '../fixtures/index.ts'
import { paymentSchema } from '../src/platform/index.ts'
import { issueOf } from './issue-of.ts'

const wire = Object(wireExchange('platform-payments-create').response?.body)
const guideNames = {
  Pioneer_uid: wire.user_uid,
  status: { ...wire.status, canceled: false, Pioneer_cancelled: false },
}

test("a payment with only the wire's names is read", () => {
  expect(paymentSchema.parse(wire)).toEqual(wire)
  expect(JSON.stringify(wire)).not.toMatch(/Pioneer|"canceled"/)
})

test("a payment with the wire's and the guide's names is read, and both stay", () => {
  const both = { ...wire, ...guideNames }
  expect(paymentSchema.parse(both)).toEqual(both)
})

test.each([
  ['user_uid', (p: typeof wire) => ({ ...p, user_uid: undefined })],
  [
    'status.cancelled',
    (p: typeof wire) => ({ ...p, status: { ...p.status, cancelled: undefined } }),
  ],
  [
    'status.user_cancelled',
    (p: typeof wire) => ({ ...p, status: { ...p.status, user_cancelled: undefined } }),
  ],
])("the guide's name does not stand in for %s", (field, without) => {
  const issue = issueOf(paymentSchema, without({ ...wire, ...guideNames }))
  expect(issue).toEqual({ field, rule: 'is required' })
})

test.each([
  ['Pioneer_uid', { Pioneer_uid: 1 }],
  ['status.canceled', { status: { ...wire.status, canceled: 'no' } }],
])("the guide's name %s keeps its type", (field, spoilt) => {
  expect(issueOf(paymentSchema, { ...wire, ...spoilt })?.field).toBe(field)
})
