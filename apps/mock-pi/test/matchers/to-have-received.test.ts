import { expect, expectTypeOf, test } from 'vitest'
import '../../src/vitest.ts'
import { createMockControl } from '../../src/control-client/index.ts'
import { startMock } from '../start-mock.ts'

const TXID = 'a'.repeat(64)

async function startPaid() {
  const mock = await startMock()
  const { id } = await mock.havePayment('approved')
  await mock.asApp('POST', `/payments/${id}/complete`, { txid: TXID })
  return { mock, id, control: createMockControl({ url: mock.url }) }
}

/** What a failing assertion says. */
async function messageOf(assert: () => void | Promise<void>): Promise<string> {
  try {
    await assert()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('The assertion passed')
}

test('a mock of this process and a control client are asked in the same way', async () => {
  const { mock, id, control } = await startPaid()
  const complete = { times: 1, body: { txid: TXID }, payment_id: id, status: 400 }

  expect(mock).toHaveReceived('payments.complete')
  expect(mock).toHaveReceived('payments.complete', complete)
  expect(mock).toHaveReceived('payments.complete', { body: { txid: expect.any(String) } })
  expect(mock).toHaveReceived('payments.complete', { response: { error: 'not_verified' } })
  expect(mock).not.toHaveReceived('payments.cancel')
  expect(mock).toHaveReceived('payments.cancel', { times: 0 })
  await expect(control).toHaveReceived('payments.complete', complete)
  await expect(control).not.toHaveReceived('payments.cancel')

  expectTypeOf(expect(mock).toHaveReceived('payments.complete')).toEqualTypeOf<void>()
  const asked = expect(control).toHaveReceived('payments.complete')
  expectTypeOf(asked).toEqualTypeOf<Promise<void>>()
  await asked
})

test('a failure shows the nearest request and what is different', async () => {
  const { mock, id } = await startPaid()
  const message = await messageOf(() =>
    expect(mock).toHaveReceived('payments.complete', { body: { txid: 'b' }, status: 400 }),
  )
  expect(message).toBe(
    [
      'The mock received 0 matching requests to payments.complete; expected at least 1.',
      `The nearest: #2 POST /v2/payments/${id}/complete (payments.complete) -> 400 payment/not_verified`,
      '  body expected: {"txid": "b"}',
      `  body received: {"txid": "${TXID}"}`,
    ].join('\n'),
  )
})

test('without a request to the operation, the newest ones are shown', async () => {
  const { mock, id, control } = await startPaid()
  const lines = [
    'The mock received 0 requests to payments.cancel; expected at least 1.',
    'The newest requests that it received:',
    `  #1 POST /v2/payments/${id}/approve (payments.approve) -> 200`,
    `  #2 POST /v2/payments/${id}/complete (payments.complete) -> 400 payment/not_verified`,
  ].join('\n')
  expect(await messageOf(() => expect(mock).toHaveReceived('payments.cancel'))).toBe(lines)
  expect(await messageOf(() => expect(control).toHaveReceived('payments.cancel'))).toBe(lines)

  mock.journal.clear()
  expect(await messageOf(() => expect(mock).toHaveReceived('payments.cancel'))).toContain(
    'It received no request at all.',
  )
})

test('a wrong number of requests is shown with all of them', async () => {
  const { mock } = await startPaid()
  const twice = await messageOf(() =>
    expect(mock).toHaveReceived('payments.complete', { times: 2 }),
  )
  const never = await messageOf(() => expect(mock).not.toHaveReceived('payments.complete'))
  expect(twice).toMatch(
    /^The mock received 1 request to payments.complete; expected 2.\n {2}#2 POST/,
  )
  expect(never).toMatch(/expected not at least 1.\n {2}#2 POST/)
})

test('a name that is no operation, and a value that is no mock, are refused', async () => {
  const { mock } = await startPaid()
  expect(() => expect(mock).not.toHaveReceived('payments.aprove')).toThrow(
    '"payments.aprove" is not an operation of the mock, like payments.complete',
  )
  expect(() => expect({}).toHaveReceived('payments.approve')).toThrow(
    'toHaveReceived needs a mock: what startMockPi or createMockControl returned',
  )
})
