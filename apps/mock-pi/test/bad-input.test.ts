import { chainProblemSchema } from '@aloha-pi/contracts/chain'
import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

const COMPLETE = '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m/complete'

test.each([
  [
    'text that is not JSON',
    '{"txid":',
    'application/json',
    400,
    'invalid_request',
    'not valid JSON',
  ],
  [
    'bytes that are not UTF-8',
    Buffer.of(0x22, 0xff, 0x22),
    'application/json',
    400,
    'invalid_request',
    'not valid UTF-8',
  ],
  ['a key __proto__', '{"__proto__":1}', 'application/json', 400, 'invalid_request', '__proto__'],
  [
    '65 levels',
    '['.repeat(65) + ']'.repeat(65),
    'application/json',
    400,
    'invalid_request',
    '64 levels',
  ],
  [
    'text',
    'txid=1',
    'text/plain',
    415,
    'unsupported_media_type',
    'its content type is "text/plain"',
  ],
  [
    'a form with a short txid',
    'txid=1',
    'application/x-www-form-urlencoded',
    400,
    'invalid_arguments',
    'txid must be 64 lowercase hexadecimal digits',
  ],
  [
    'a form without a txid',
    'id=1',
    'application/x-www-form-urlencoded',
    400,
    'missing_txid',
    'txid is required',
  ],
  [
    'a form with an empty txid',
    'txid=',
    'application/x-www-form-urlencoded',
    400,
    'missing_txid',
    'txid is required',
  ],
  ['a txid of null', '{"txid":null}', 'application/json', 400, 'missing_txid', 'txid is required'],
  ['an empty txid', '{"txid":""}', 'application/json', 400, 'missing_txid', 'txid is required'],
  [
    'another charset',
    '{}',
    'application/json; charset=latin1',
    415,
    'unsupported_media_type',
    'utf-8',
  ],
  [
    'too many bytes',
    `{"txid":"${'a'.repeat(1_048_577)}"}`,
    'application/json',
    413,
    'request_too_large',
    '1048576 bytes',
  ],
  ['nothing', '', undefined, 400, 'missing_txid', 'txid is required'],
  ['an empty object', '{}', 'application/json', 400, 'missing_txid', 'txid is required'],
  ['null', 'null', 'application/json', 400, 'invalid_arguments', 'body must be an object'],
  [
    'a number for the txid',
    '{"txid":5}',
    'application/json',
    400,
    'invalid_arguments',
    'txid must be a string',
  ],
  [
    'a txid in capitals',
    `{"txid":"${'A'.repeat(64)}"}`,
    'application/json',
    400,
    'invalid_arguments',
    'txid must be 64 lowercase hexadecimal digits',
  ],
])('a body of %s is refused by name', async (_, body, type, status, error, words) => {
  const { url, apiKey } = await startMock()
  const headers = { authorization: `Key ${apiKey}`, ...(type && { 'content-type': type }) }

  const response = await rawRequest(`${url}${COMPLETE}`, { method: 'POST', headers, body })

  expect(response.status).toBe(status)
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(response.headers['x-mock-rule']).toMatch(/^request\//)
  const parsed = JSON.parse(response.text)
  expect(Object.keys(parsed)).toEqual(['error', 'error_message'])
  expect(parsed.error).toBe(error)
  expect(parsed.error_message).toContain(words)
})

test.each([
  [
    'wrapper',
    {},
    'invalid_arguments',
    'payment must be an object: the payment is wrapped in "payment"',
  ],
  ['memo', { memo: 5 }, 'invalid_arguments', 'payment.memo must be a string'],
  ['amount', { amount: 0 }, 'invalid_amount', 'payment.amount must be more than 0'],
  ['empty metadata', { metadata: {} }, 'invalid_metadata', "Metadata can't be empty."],
  ['metadata array', { metadata: [] }, 'invalid_metadata', 'payment.metadata must be an object'],
  [
    'uid',
    { uid: '' },
    'user_not_found',
    'User with uid  was not found. Please check the uid again.',
  ],
  ['uid type', { uid: 5 }, 'invalid_arguments', 'payment.uid'],
])(
  'an app-to-user payment with a wrong %s is refused by name',
  async (name, change, error, words) => {
    const { asApp } = await startMock()
    const valid = { amount: 1, memo: 'x', metadata: { a: 1 }, uid: crypto.randomUUID() }
    const json = name === 'wrapper' ? valid : { payment: { ...valid, ...change } }
    const { body } = await asApp('POST', '/payments', json)
    expect(body.error).toBe(error)
    expect(body.error_message).toContain(words)
  },
)

test.each([[{}], [null], ['junk'], [{ paymentId: 'x', accessToken: 'y' }]])(
  'approve ignores the body %j, as official clients send it',
  async (json) => {
    const { asApp, havePayment } = await startMock()
    const { id } = await havePayment()
    expect((await asApp('POST', `/payments/${id}/approve`, json)).status).toBe(200)
  },
)

test('approve ignores a form and text without a content type', async () => {
  const { url, apiKey, havePayment } = await startMock()
  for (const type of [undefined, 'application/x-www-form-urlencoded', 'nonsense']) {
    const { id } = await havePayment()
    const response = await rawRequest(`${url}/v2/payments/${id}/approve`, {
      method: 'POST',
      headers: { authorization: `Key ${apiKey}`, ...(type && { 'content-type': type }) },
      body: 'a=1',
    })
    expect(response.status).toBe(200)
  }
})

test.each([
  ['DELETE', '/v2/payments/x', 'GET, HEAD'],
  ['GET', '/v2/payments/x/approve', 'POST'],
  ['PUT', '/v2/me', 'GET, HEAD'],
  ['TRACE', '/v2/me', 'GET, HEAD'],
  ['POST', '/', 'GET, HEAD'],
  ['DELETE', `/transactions/${'a'.repeat(64)}`, 'GET, HEAD'],
  ['PUT', '/_mock/reset', 'POST'],
  ['PATCH', '/v2/payments/user_to_app', 'POST, GET, HEAD'],
  ['OPTIONS', '/v2/payments/x/approve', 'POST'],
  ['OPTIONS', `/transactions/${'a'.repeat(64)}`, 'GET, HEAD'],
  ['OPTIONS', '/_mock/reset', 'POST'],
])('%s %s is 405 and names what it takes', async (method, path, allow) => {
  const { url } = await startMock()
  const headers = method === 'OPTIONS' ? {} : { 'content-type': 'application/json' }
  const response = await rawRequest(`${url}${path}`, { method, headers })
  expect(response.status).toBe(405)
  expect(response.headers.allow).toBe(allow)
  expect(response.headers['x-mock-rule']).toMatch(/method_not_allowed$/)
  expect(response.text).toContain(allow)
})

test.each([
  ['/v2/payments/abc/submit', 'invented/submit', /user's wallet.*POST \/transactions/],
  ['/v2/sandbox/payments/abc/approve', 'invented/sandbox', /no sandbox API.*API key/],
  ['/v2/wallets', 'invented/wallets', /GET \/v2\/me.*GET \/accounts\/\{address\}/],
  ['/v2/transactions/abc', 'invented/transactions', /GET \/transactions\/\{txid\} at Horizon/],
  ['/payments/abc/approve', 'invented/without_v2', /call \/v2\/payments\/abc\/approve/],
  ['/payments/abc', 'invented/without_v2', /"error":"not_found".*call \/v2\/payments\/abc/],
  ['/me', 'invented/without_v2', /call \/v2\/me/],
  ['//v2/me', 'invented/slashes', /begins with 2 slashes: remove the slash at the end/],
  ['/v2/payment', 'request/not_found', /Pi has no endpoint POST \/v2\/payment\./],
  ['/V2/me', 'chain/not_found', /not found/],
])('the invented endpoint %s is 404 and teaches', async (path, rule, words) => {
  const { call } = await startMock()
  const response = await call('POST', path)
  expect(response.status).toBe(404)
  expect(response.headers.get('x-mock-rule')).toBe(rule)
  expect(response.text).toMatch(words)
})

test.each([
  ['/v2/payments/%E0%A4%A', 'error', 'invalid_request'],
  ['/_mock/users/%E0%A4%A/revoke', 'error', 'invalid_request'],
  ['/transactions/%E0%A4%A', 'title', 'Bad Request'],
])('the malformed escape in %s is 400 in the shape of its API', async (path, field, value) => {
  const { url } = await startMock()
  const headers = { 'content-type': 'application/json' }
  const method = path.endsWith('revoke') ? 'POST' : 'GET'
  const response = await rawRequest(`${url}${path}`, { method, headers })
  expect(response.status).toBe(400)
  expect(JSON.parse(response.text)[field]).toBe(value)
})

test('every unknown path of the chain is a problem of Horizon', async () => {
  const { call } = await startMock()
  for (const path of ['/paths', '/accounts', '/fee_stats/x', '/favicon.ico']) {
    const response = await call('GET', path)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(chainProblemSchema.parse(response.body).type).toContain('not_found')
  }
})

test('every response has its own request id, and none says what serves it', async () => {
  const { call } = await startMock()
  const responses = await Promise.all(
    ['/', '/v2/me', '/v2/x', '/_mock', '/nothing'].map((path) => call('GET', path)),
  )
  const ids = responses.map(({ headers }) => headers.get('x-request-id'))
  expect(new Set(ids).size).toBe(responses.length)
  for (const { headers } of responses) {
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('a payment that is created without /v2 is led to the Platform API', async () => {
  const { call } = await startMock()
  const response = await call('POST', '/payments', { json: {} })
  expect(response.status).toBe(405)
  expect(response.body.detail).toContain('call /v2/payments')
})

test('a server that asks for the incomplete payment of a user is led to its own', async () => {
  const { asApp } = await startMock()
  const response = await asApp('GET', '/payments/incomplete')
  expect(response.status).toBe(401)
  expect(response.headers.get('x-mock-rule')).toBe('invented/incomplete_with_key')
  expect(response.body.error_message).toContain('GET /v2/payments/incomplete_server_payments')
})
