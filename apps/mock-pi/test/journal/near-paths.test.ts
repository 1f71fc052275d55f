import { expect, test } from 'vitest'
import { nearOperations } from '../../src/journal/near-operations.ts'
import { CHAIN_HOSTS } from '../../src/http/pi-hosts.ts'
import { fetchJson } from '../fetch-json.ts'
import { rawRequest } from '../raw-request.ts'
import { startMock } from '../start-mock.ts'

test.each([
  ['POST', '/v2/payments/abc/aprove', ['POST /v2/payments/:paymentId/approve']],
  ['POST', '/v2/payment/abc/complete', ['POST /v2/payments/:paymentId/complete']],
  ['GET', '/v2/mee', ['GET /v2/me']],
  ['GET', '/v2/payments/abc/', ['GET /v2/payments/:paymentId']],
  ['POST', '/v2/notify', ['POST /v2/in_app_notifications/notify']],
  ['GET', '/v2/some/other/thing', []],
  ['GET', '/v2/abc', []],
  ['POST', '/v2/payment', ['POST /v2/payments']],
])('%s %s is similar to %j', (method, path, near) => {
  expect(nearOperations('platform', method, path).slice(0, 1)).toEqual(near)
})

test('a path without end is compared with nothing', () => {
  expect(nearOperations('platform', 'GET', `/v2/${'a/'.repeat(5_000)}`)).toEqual([])
  expect(nearOperations('platform', 'GET', `/v2/${'a'.repeat(299)}`)).toEqual([])
})

test.each([
  ['/v2/payments/abc/aprove', 'error_message', 'Similar: POST /v2/payments/:paymentId/approve.'],
  ['/_mock/clock/frieze', 'error_message', 'Similar: POST /_mock/clock/freeze.'],
  ['/_wallet/sign-on', 'error_message', 'Similar: POST /_wallet/sign-in.'],
  ['/transaction', 'detail', 'Similar: POST /transactions'],
])('the 404 of %s names what was perhaps meant', async (path, field, similar) => {
  const mock = await startMock()
  const { status, body } = await mock.call('POST', path, { json: {} })
  expect([status, body[field]]).toEqual([404, expect.stringContaining(similar)])
})

test('the journal shows them too, and a redirected program sees what Horizon says', async () => {
  const mock = await startMock()
  await mock.call('GET', '/ledger')
  const { body } = await fetchJson(`${mock.url}/_mock/journal`)
  expect(body.entries).toMatchObject([{ operation: null, near: ['GET /ledgers'] }])

  const host = CHAIN_HOSTS['Pi Testnet']
  const { text } = await rawRequest(`${mock.url}/ledger`, { headers: { host } })
  expect(JSON.parse(text).detail).toBe('The resource at the url requested was not found.')
})
