import { rpc } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

const headers = { host: 'rpc.testnet.minepi.com' }
const [NOT_JSON, NO_CALL, NO_METHOD] = [-32700, -32600, -32601]
const SENTENCE = expect.stringContaining('does not simulate rpc.testnet.minepi.com')
const refusal = (id: unknown, code = NO_METHOD) => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: SENTENCE },
})

const bodies: [string, string, unknown][] = [
  ['a call', '{"jsonrpc":"2.0","id":7,"method":"getHealth"}', refusal(7)],
  ['a call with a text as id', '{"jsonrpc":"2.0","id":"a","method":"getHealth"}', refusal('a')],
  ['a call without an id', '{"jsonrpc":"2.0","method":"getHealth"}', refusal(null)],
  [
    'several calls',
    '[{"id":7,"method":"getHealth"},{"method":"getHealth"},{"id":"b","method":"x"},1]',
    [refusal(7), refusal('b'), refusal(null, NO_CALL)],
  ],
  ['no calls', '[]', refusal(null, NO_CALL)],
  ['only calls without ids', '[{"method":"getHealth"}]', refusal(null, NO_CALL)],
  [
    '101 calls',
    JSON.stringify(Array.from({ length: 101 }, (_, id) => ({ id, method: 'x' }))),
    refusal(null, NO_CALL),
  ],
  ['an id that is not one', '{"id":{"a":1},"method":"x"}', refusal(null)],
  ['no method', '{"id":1}', refusal(1, NO_CALL)],
  ['no JSON', 'getHealth', refusal(null, NOT_JSON)],
  ['nothing', '', refusal(null, NO_CALL)],
]

test.each(bodies)(
  'the host of contracts says in JSON-RPC that it is not simulated: %s',
  async (_what, body, expected) => {
    const { url } = await startMock()

    const response = await rawRequest(`${url}/`, { method: 'POST', headers, body })

    expect([response.status, response.headers['x-mock-rule']]).toEqual([200, 'rpc/not_simulated'])
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(response.text)).toEqual(expected)
  },
)

test.each(['/rpc', '/soroban/rpc'])('the mock says it at its own %s too', async (path) => {
  const { url } = await startMock()
  const json = { 'content-type': 'application/json' }
  for (const [, body, expected] of bodies.filter(([, text]) => text !== '')) {
    const response = await rawRequest(`${url}${path}`, { method: 'POST', headers: json, body })
    expect([response.status, JSON.parse(response.text)]).toEqual([200, expected])
  }
})

test('a call to the root of the mock gets a response as one, and anything else is not taken there', async () => {
  const { url } = await startMock()
  const post = (body: string, type = 'application/json') =>
    rawRequest(`${url}/`, { method: 'POST', headers: { 'content-type': type }, body })
  for (const body of ['{"id":7,"method":"getHealth"}', '[{"id":7,"method":"getHealth"},1]']) {
    const { status, text } = await post(body)
    expect([status, [JSON.parse(text)].flat()[0]]).toEqual([200, refusal(7)])
  }
  for (const body of ['', '{"tx":"AAAA"}', '[]', 'null', 'getHealth']) {
    expect((await post(body)).status).toBe(405)
  }
  expect((await post('{"id":7,"method":"x"}', 'text/plain')).status).toBe(405)
})

test('a GET gets the sentence as well', async () => {
  const { url } = await startMock()
  const responses = [
    await rawRequest(`${url}/`, { headers }),
    await rawRequest(`${url}/rpc`),
    await rawRequest(`${url}/soroban/rpc`),
  ]
  for (const { status, text } of responses) {
    expect([status, JSON.parse(text)]).toEqual([200, refusal(null, NO_CALL)])
  }
})

test.each(['/rpc', '/soroban/rpc', ''])(
  "the client of Stellar's SDK shows the sentence: %s",
  async (path) => {
    const { url } = await startMock()
    const server = new rpc.Server(`${url}${path}`, { allowHttp: true })
    const error = { code: NO_METHOD, message: SENTENCE }
    await expect(server.getHealth()).rejects.toEqual(error)
    await expect(server.getLatestLedger()).rejects.toEqual(error)
  },
)

test('the host of contracts has neither the Platform API nor a chain nor the pages of the mock', async () => {
  const { url } = await startMock()
  for (const path of ['/v2/me', '/transactions', '/rpc']) {
    expect((await rawRequest(`${url}${path}`, { headers })).headers['x-mock-rule']).toBe(
      'rpc/not_simulated',
    )
  }
  for (const path of ['/_mock', '/docs']) {
    expect((await rawRequest(`${url}${path}`, { headers })).status).toBe(403)
  }
})

test("Pi's Horizon takes no calls: neither below /rpc nor at its root", async () => {
  const { url } = await startMock()
  const horizon = { host: 'api.testnet.minepi.com', 'content-type': 'application/json' }
  const body = '{"jsonrpc":"2.0","id":7,"method":"getHealth"}'
  const post = (path: string, given: object) =>
    rawRequest(`${url}${path}`, { method: 'POST', headers: { ...given }, body })
  expect((await post('/rpc', horizon)).status).toBe(404)
  expect((await post('/', horizon)).status).toBe(405)
})

test('a web page may call, and asks before', async () => {
  const { url } = await startMock()
  const preflight = { origin: 'https://app.example', 'access-control-request-method': 'POST' }
  for (const [path, host] of [
    ['/rpc', {}],
    ['/', headers],
  ] as const) {
    const asked = await rawRequest(`${url}${path}`, {
      method: 'OPTIONS',
      headers: { ...host, ...preflight },
    })
    expect([asked.status, asked.headers['access-control-allow-headers']]).toEqual([204, '*'])
    const called = await rawRequest(`${url}${path}`, { headers: host })
    expect(called.headers['access-control-allow-origin']).toBe('*')
  }
})

test('a body that is too large or compressed is refused there as well, in JSON-RPC', async () => {
  const { url } = await startMock()
  const large = 'x'.repeat(1_048_577)
  const tooLarge = await rawRequest(`${url}/`, { method: 'POST', headers, body: large })
  const compressed = { ...headers, 'content-encoding': 'gzip' }
  const zipped = await rawRequest(`${url}/`, { method: 'POST', headers: compressed, body: '{}' })
  expect([tooLarge.status, zipped.status]).toEqual([413, 415])
  for (const { text } of [tooLarge, zipped]) {
    expect(JSON.parse(text)).toEqual(refusal(null, NOT_JSON))
  }
})
