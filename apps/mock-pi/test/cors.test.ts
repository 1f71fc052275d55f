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
      const answer = await rawRequest(`${url}${path}`, { method: each, headers })
      const cors = Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))
      expect(cors).toEqual([])
    }
  },
)
