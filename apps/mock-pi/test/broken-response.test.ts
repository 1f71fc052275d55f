import { expect, test } from 'vitest'
import { startMock } from './start-mock.ts'

/** A mock whose world holds a payment that no contract allows. */
async function startBroken() {
  const mock = await startMock()
  const { id } = await mock.havePayment('paid')
  const payment = mock.world.payments.find(id)!
  mock.world.payments.save({ ...payment, txid: 'not a hash' })
  return { ...mock, id }
}

test('a response that would break the contract is a 500 with a log line, and is not sent', async () => {
  const { asApp, logged, id } = await startBroken()
  const response = await asApp('GET', `/payments/${id}`)

  expect(response.status).toBe(500)
  expect(response.body).toEqual({ error: 'unknown_error', error_message: 'Something went wrong.' })
  expect(logged).toHaveLength(1)
  expect(logged[0]).toContain(`fault in GET /v2/payments/${id}`)
  expect(logged[0]).toContain(response.headers.get('x-request-id'))
  expect(logged[0]).toContain('must be 64 lowercase hexadecimal digits')
})

test('the control API words it in its own shape', async () => {
  const { call, logged } = await startBroken()
  const response = await call('GET', '/_mock/payments')
  expect(response).toMatchObject({ status: 500, body: { error: 'internal_error' } })
  expect(logged).toHaveLength(1)
})

test('a fault of the chain is a problem of Horizon', async () => {
  const { call, logged, world } = await startMock()
  world.ledger = {
    ...world.ledger,
    view() {
      throw new Error('no ledger')
    },
  }
  const response = await call('GET', '/')
  expect(response.status).toBe(500)
  expect(response.body).toMatchObject({ title: 'Internal Server Error', status: 500 })
  expect(response.text).not.toContain('no ledger')
  expect(logged[0]).toContain('no ledger')
})

test('a resource of the chain that would break the contract is not sent either', async () => {
  const { call, logged, world } = await startMock()
  const view = world.ledger.view()
  const latest = () => ({ ...view.latest(), sequence: 1.5 })
  world.ledger = { ...world.ledger, view: () => ({ ...view, latest }) }
  const response = await call('GET', '/')
  expect(response.status).toBe(500)
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(logged[0]).toContain('expected int')
})

test('no response that faults shows a stack or a path of the machine', async () => {
  const { asApp, call, id } = await startBroken()
  for (const { text } of [
    await asApp('GET', `/payments/${id}`),
    await call('GET', '/_mock/payments'),
  ]) {
    expect(text).not.toMatch(/\.ts|node_modules| at /)
  }
})
