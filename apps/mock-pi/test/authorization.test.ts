import { expect, test } from 'vitest'
import { startMock } from './start-mock.ts'

const KEY_REQUIRED = 'This endpoint requires a Server API Key authorization.'
const PATH = '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m'

test.each(['Key $', 'key $', 'KEY $', ' Key $', 'Key   $', 'Key $ '])(
  'the key is taken as "%s"',
  async (form) => {
    const { call, apiKey } = await startMock()
    const authorization = form.replace('$', apiKey)
    expect((await call('GET', PATH, { headers: { authorization } })).status).toBe(200)
  },
)

test.each([
  ['nothing', {}, 'auth/no_key', KEY_REQUIRED],
  ['an empty header', { authorization: '' }, 'auth/no_key', KEY_REQUIRED],
  ['only a scheme', { authorization: 'Key' }, 'auth/no_key', KEY_REQUIRED],
  ['two words', { authorization: 'Key a b' }, 'auth/no_key', KEY_REQUIRED],
  ['an access token', { authorization: 'Bearer abc' }, 'auth/no_key', KEY_REQUIRED],
  [
    'a key without its scheme',
    { authorization: 'alohamock0123' },
    'auth/no_scheme',
    'This endpoint requires either a Server API Key or Access Token authorization.',
  ],
  [
    'X-API-Key',
    { 'x-api-key': 'alohamock0123' },
    'auth/invented_header',
    `${KEY_REQUIRED} Pi ignores x-api-key: send "Authorization: Key <key>".`,
  ],
  [
    'Pi-Api-Key',
    { 'pi-api-key': 'alohamock0123' },
    'auth/invented_header',
    `${KEY_REQUIRED} Pi ignores pi-api-key: send "Authorization: Key <key>".`,
  ],
])('%s is not a server key', async (_, headers, rule, message) => {
  const { call } = await startMock()
  const response = await call('GET', PATH, { headers })
  expect(response.status).toBe(401)
  expect(response.headers.get('x-mock-rule')).toBe(rule)
  expect(response.body).toEqual({ error: 'invalid_authorization', error_message: message })
})

test.each([`Key ${'a'.repeat(64)}`, 'key tampered'])(
  'a wrong key, "%.12s", is refused with the captured text',
  async (authorization) => {
    const { call } = await startMock()
    const response = await call('GET', PATH, { headers: { authorization } })
    expect(response).toMatchObject({ status: 401, text: '{"error":"Invalid/missing API key"}' })
    expect(response.headers.get('x-mock-rule')).toBe('auth/wrong_key')
  },
)

test('the key of a request is checked before its body and its ids are looked at', async () => {
  const { call } = await startMock()
  for (const init of [{ json: {} }, { body: '{', headers: { 'content-type': 'text/html' } }]) {
    const response = await call('POST', '/v2/payments/a%20b/complete', init)
    expect(response).toMatchObject({ status: 401, body: { error: 'invalid_authorization' } })
  }
})

test.each([
  ['no token', {}],
  ['a tampered token', { authorization: 'Bearer tampered' }],
  ['a token without its scheme', { authorization: 'tampered' }],
  ['a server key', { authorization: 'Key x' }],
])('/me with %s is 401 with an empty body', async (_, headers) => {
  const { call } = await startMock()
  const response = await call('GET', '/v2/me', { headers })
  expect(response).toMatchObject({ status: 401, text: '' })
  expect(response.headers.get('content-type')).toBeNull()
  expect(response.headers.get('x-mock-rule')).toBe('auth/invalid_token')
})

test('a key is not a token, and a token is not a key', async () => {
  const { call, apiKey, signIn } = await startMock()
  const keyAsToken = { authorization: `Bearer ${apiKey}` }
  const tokenAsKey = { authorization: `Key ${await signIn()}` }
  expect((await call('GET', PATH, { headers: keyAsToken })).status).toBe(401)
  expect((await call('GET', '/v2/me', { headers: keyAsToken })).status).toBe(401)
  expect((await call('GET', PATH, { headers: tokenAsKey })).status).toBe(401)
  expect((await call('GET', '/v2/me', { headers: tokenAsKey })).status).toBe(401)
})

test('the calls of the browser SDK refuse a bad token with a body', async () => {
  const { call } = await startMock()
  for (const [method, path] of [
    ['POST', '/v2/payments/user_to_app'],
    ['GET', '/v2/payments/incomplete'],
  ] as const) {
    const response = await call(method, path, { headers: { authorization: 'Bearer x' } })
    expect(response).toMatchObject({ status: 401, body: { error: 'invalid_authorization' } })
  }
})

test('the key of one app reads nothing of another', async () => {
  const { call, control } = await startMock()
  const { body: other } = await control('/apps', { name: 'other' })
  const headers = { authorization: `Key ${other.api_key}` }
  expect((await call('GET', PATH, { headers })).status).toBe(404)
})
