import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

const origin = 'https://app.example'

const tokenRoutes = [
  ['GET', '/v2/me'],
  ['POST', '/v2/payments/user_to_app'],
  ['GET', '/v2/payments/incomplete'],
] as const

test.each(tokenRoutes)('a browser may call %s %s from any origin', async (method, path) => {
  const { url } = await startMock()
  const preflight = await rawRequest(`${url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization',
    },
  })
  const refused = await rawRequest(`${url}${path}`, { method, headers: { origin } })

  expect(preflight.status).toBe(204)
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': method,
    'access-control-allow-headers': 'authorization, content-type',
  })
  // A page reads a refusal, too: without the header it would see a network error.
  expect(refused).toMatchObject({ status: 401, headers: { 'access-control-allow-origin': '*' } })
  expect(preflight.headers['access-control-allow-credentials']).toBeUndefined()
})

test.each([
  ['GET', '/v2/payments/abc'],
  ['POST', '/v2/payments/abc/approve'],
  ['POST', '/v2/payments'],
  ['GET', '/v2/payments/incomplete_server_payments'],
  ['GET', '/v2/ads_network/status/abc'],
  ['POST', '/v2/in_app_notifications/notify'],
])(
  'no browser of another origin may call %s %s, which takes the server key',
  async (method, path) => {
    const { url, apiKey } = await startMock()
    const headers = { origin, authorization: `Key ${apiKey}` }
    for (const each of [method, 'OPTIONS']) {
      const response = await rawRequest(`${url}${path}`, { method: each, headers })
      const cors = Object.keys(response.headers).filter((name) => name.startsWith('access-control'))
      expect(cors).toEqual([])
    }
  },
)

const chainPaths = [
  '/',
  '/transactions',
  '/fee_stats',
  '/accounts/none',
  '/offers',
  `/transactions/${'0'.repeat(64)}`,
]

test.each(chainPaths)(
  'a page of any origin reads %s of the chain, and refusals too',
  async (path) => {
    const { url } = await startMock()
    const response = await rawRequest(`${url}${path}`, { headers: { origin } })
    expect(response.headers['access-control-allow-origin']).toBe('*')
    const exposed = response.headers['access-control-expose-headers']?.split(', ')
    expect(exposed).toEqual(expect.arrayContaining(['date', 'latest-ledger', 'x-mock-rule']))
    expect(response.headers['access-control-allow-credentials']).toBeUndefined()
  },
)

test.each([
  ['POST', '/transactions', 'content-type'],
  ['GET', '/accounts/GA', 'x-client-name,x-client-version'],
])('a browser that asks before %s %s is let through', async (method, path, names) => {
  const { url } = await startMock()
  const preflight = await rawRequest(`${url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': names,
    },
  })

  expect(preflight.status).toBe(204)
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': '*',
  })
})

test('a submission of a page gets a response that the page can read', async () => {
  const { url } = await startMock()
  const response = await rawRequest(`${url}/transactions`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'tx=AAAA',
  })
  expect(response).toMatchObject({ status: 400, headers: { 'access-control-allow-origin': '*' } })
})

test.each([
  '/_mock',
  '/_mock/reset',
  '/_mock/ledger',
  '/docs',
  '/openapi.json',
  '/openapi/chain.json',
  '/oauth/authorize',
  '/host',
  '/host.js',
])('no page of another origin reads %s', async (path) => {
  const { url } = await startMock()
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    const response = await rawRequest(`${url}${path}`, {
      method,
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    const cors = Object.keys(response.headers).filter((name) => name.startsWith('access-control'))
    expect([method, cors]).toEqual([method, []])
  }
})
