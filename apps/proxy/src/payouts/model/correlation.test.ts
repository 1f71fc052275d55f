import { clientIdOf } from '../../keys/client-id.ts'
import { expect, test } from 'vitest'
import { clientId, deployment, makePayment, makePayout } from '../../../testkit/make-work.ts'
import {
  correlated,
  correlationOf,
  derivedKey,
  isNamedBy,
  isOfDeployment,
  payoutIdOf,
  withoutCorrelation,
} from './correlation.ts'
import { requestHashOf } from '../../a2u/request-hash.ts'

test('the payout id is a function of client and key, and shaped like a uuid', () => {
  const id = payoutIdOf(clientId, 'order-1')
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(payoutIdOf(clientId, 'order-1')).toBe(id)
  expect(payoutIdOf(clientId, 'order-2')).not.toBe(id)
  expect(payoutIdOf('00000000-0000-4000-9000-000000000002', 'order-1')).not.toBe(id)
})

test('the correlation comes back from a payment, and clients never see it', () => {
  const payout = makePayout({ idempotencyKey: derivedKey('a'.repeat(64), 3) })
  const payment = makePayment(payout)
  const { requestHash: r, id: p } = payout
  expect(correlationOf(payment)).toEqual({ p, c: clientId, r, d: 3, v: deployment.own })
  expect(withoutCorrelation(payment).metadata).toEqual(payout.metadata)
  expect(correlationOf(withoutCorrelation(payment))).toBeUndefined()
})

test.each([[{ p: 1 }], ['x'], [null], [{ p: clientId, c: clientId }]])(
  'metadata of others is not a correlation: %j',
  (own) => {
    expect(correlationOf(makePayment(makePayout(), { metadata: { _aloha: own } }))).toBeUndefined()
  },
)

test('R7: the correlation of a user-to-app payment is forged', () => {
  const payment = makePayment(makePayout(), { direction: 'user_to_app' })
  expect(correlationOf(payment)).toBeUndefined()
})

test('a deployment is its own, one it adopted, or none of the first release', () => {
  const own = { p: clientId, c: clientId, r: 'a'.repeat(64) }
  expect(isOfDeployment(own, deployment)).toBe(true)
  expect(isOfDeployment({ ...own, v: deployment.own }, deployment)).toBe(true)
  expect(isOfDeployment({ ...own, v: clientId }, deployment)).toBe(false)
  expect(isOfDeployment({ ...own, v: clientId }, { ...deployment, adopted: [clientId] })).toBe(true)
})

test('a client has the same id whenever it is made again', () => {
  expect(clientIdOf('shop')).toBe(clientIdOf('shop'))
  expect(clientIdOf('shop')).not.toBe(clientIdOf('Shop'))
  expect(clientIdOf('shop')).not.toBe(payoutIdOf('client', 'shop '))
})

test('a payment names a payout by its id, or as the request of a client that got another id', () => {
  const payout = makePayout()
  const { requestHash: r } = payout
  const lost = '00000000-0000-4000-9000-0000000000ff'
  const before = { p: payoutIdOf(lost, 'order-1'), c: lost, r }
  expect(isNamedBy({ p: payout.id, c: clientId, r }, payout)).toBe(true)
  expect(isNamedBy(before, payout)).toBe(true)
  expect(isNamedBy(before, { ...payout, idempotencyKey: 'order-2' })).toBe(false)
  expect(isNamedBy({ ...before, r: 'b'.repeat(64) }, payout)).toBe(false)
})

test('no key of the metadata is lost on the way', () => {
  const payout = makePayout({ metadata: { a: 1, b: { c: [2] } } })
  expect(correlated(payout, deployment.own)).toMatchObject({ a: 1, b: { c: [2] } })
})

test('the request hash knows the request, not its spelling', () => {
  const request = {
    method: 'POST',
    route: '/x',
    uid: 'u',
    amount: 1n,
    memo: 'm',
    metadata: { a: 1, b: { c: 2, d: 3 } },
  }
  const hash = requestHashOf(request)
  expect(requestHashOf({ ...request, metadata: { b: { d: 3, c: 2 }, a: 1 } })).toBe(hash)
  expect(requestHashOf({ ...request, metadata: { a: 1, b: { c: 2, d: 4 } } })).not.toBe(hash)
  expect(requestHashOf({ ...request, amount: 2n })).not.toBe(hash)
  expect(requestHashOf({ ...request, metadata: { a: [1, 2], b: {} } })).not.toBe(
    requestHashOf({ ...request, metadata: { a: [2, 1], b: {} } }),
  )
})
