import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
afterAll(async () => {
  await proxy.close()
  await pi.close()
})

/** Writes bytes and reads until the other side closes; every response with its JSON. */
async function exchange(bytes: string, url = proxy.url) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(bytes)
  const response = await text(socket)
  return [...response.matchAll(/HTTP\/1\.1 (\d+) [^]*?\r\n\r\n(\{[^\n]*?\}(?=HTTP|$))?/g)].map(
    ([, status, body]) => ({ status: Number(status), body: body && JSON.parse(body) }),
  )
}

const HOST = 'Host: 127.0.0.1'
const KEY = `Authorization: Bearer ${DEVELOPMENT_KEY}`
const head = (line: string, ...headers: string[]) => [line, ...headers, '', ''].join('\r\n')
const body = JSON.stringify({ payment: { amount: 1, memo: 'm', metadata: {}, uid: 'u' } })
const CREATE = 'POST /v1/transaction/a2u/create HTTP/1.1'
const rest = ['Content-Type: application/json', `Content-Length: ${body.length}`]

const thrice = ['K', 'K', 'K'].map((key) => `Idempotency-Key: ${key}`)
/** More headers than Node counts by itself, in fewer bytes than it allows. */
const crowd = Array.from({ length: 2_500 }, () => 'a:')

test.each([
  ['Host', head(CREATE, HOST, 'Host: evil.example', KEY, ...rest)],
  ['Authorization', head(CREATE, HOST, KEY, KEY, ...rest)],
  ['Content-Type', head(CREATE, HOST, KEY, 'Content-Type: text/plain', ...rest)],
  ['Idempotency-Key', head(CREATE, HOST, KEY, 'Idempotency-Key: K', 'Idempotency-Key: K', ...rest)],
  ['Idempotency-Key', head(CREATE, HOST, KEY, 'Idempotency-Key: K, K', ...rest)],
  ['Idempotency-Key', head(CREATE, HOST, KEY, 'Idempotency-Key: K,K,K', ...rest)],
  ['Idempotency-Key', head(CREATE, HOST, KEY, 'Idempotency-Key: K\t, K', ...rest)],
  ['Idempotency-Key', head(CREATE, HOST, KEY, ...thrice, ...rest)],
  [
    'Idempotency-Key',
    head(CREATE, HOST, KEY, 'Idempotency-Key: K', ...crowd, 'Idempotency-Key: L', ...rest),
  ],
  ['X-Request-Id', head(CREATE, HOST, KEY, 'X-Request-Id: a', 'X-Request-Id: b', ...rest)],
])(
  'several of %s are a 400 that names it, and a log line; nothing is done',
  async (name, bytes) => {
    const before = proxy.lines.length
    const responses = await exchange(
      bytes.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n') + body,
    )

    expect(responses).toEqual([
      {
        status: 400,
        body: expect.objectContaining({
          success: false,
          code: 'invalid_request',
          error: `${name} must be sent only once`,
        }),
      },
    ])
    expect(pi.requests).toEqual([])
    await logged(before, { code: 'invalid_request', status: 400 })
  },
)

test('a target that names another host than Host is a 400', async () => {
  const line = 'GET http://evil.example/healthz HTTP/1.1'
  const [response] = await exchange(head(line, HOST, 'Connection: close'))
  expect(response).toMatchObject({
    status: 400,
    body: { error: 'The request target must name the host of the Host header' },
  })
  const same = 'GET http://127.0.0.1/healthz HTTP/1.1'
  expect(await exchange(head(same, HOST, 'Connection: close'))).toMatchObject([{ status: 200 }])
})

test('Transfer-Encoding: gzip, chunked is a 400, and what follows is not served', async () => {
  const id = pi.havePayment('created')
  const approve = `POST /v1/transaction/u2a/approve/${id} HTTP/1.1`
  const coded = head(CREATE, HOST, KEY, 'Transfer-Encoding: gzip, chunked')
  const responses = await exchange(`${coded}0\r\n\r\n${head(approve, HOST, KEY)}`)
  expect(responses).toMatchObject([
    { status: 400, body: { error: 'Transfer-Encoding must be chunked, without other codings' } },
  ])
  expect(pi.requests).toEqual([])
})

test('an Expect that is not 100-continue is a 417 in the envelope, and a log line', async () => {
  const before = proxy.lines.length
  const responses = await exchange(
    head(
      'GET /v1/transaction/a2u/incomplete HTTP/1.1',
      HOST,
      KEY,
      'Expect: junk',
      'Connection: close',
    ),
  )
  expect(responses).toMatchObject([
    {
      status: 417,
      body: { success: false, code: 'invalid_request', error: 'Expect must be 100-continue' },
    },
  ])
  await logged(before, { status: 417 })
})

test.each([
  ['{"payment":{"amount":1,"amount":100}}', 'payment.amount must be given only once'],
  ['{"payment":{"amount":1},"payment":{"amount":2}}', 'payment must be given only once'],
  [
    '{"payment":{"metadata":{"order":{"n":[1e400]}}}}',
    'payment.metadata.order.n.0 must fit into a 64-bit float',
  ],
  ['{"payment":{"metadata":{"order":{"n":-0}}}}', 'payment.metadata.order.n must not be -0'],
  ['{"payment":{"memo":"a\\ud800"}}', 'payment.memo must not contain half of a surrogate pair'],
  [
    '{"payment":{"amount":1.00000000000000000001}}',
    'payment.amount must not have more digits than a 64-bit float keeps',
  ],
])('of the body %s the field is named: %s', async (json, error) => {
  const response = await proxy.call('POST a2u/create', { body: json })
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request', error } })
})

test.each([
  ['401', CREATE, 'X-No: key'],
  ['404', 'POST /nowhere HTTP/1.1', KEY],
  ['405', 'PUT /v1/transaction/a2u/create HTTP/1.1', KEY],
])(
  'a request refused with %s before its body, which then ends early, gets one response',
  async (...row) => {
    const [status, line, auth] = row
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    socket.write(`${head(line, HOST, auth, 'Content-Length: 50')}{"pay`)
    await new Promise((resolve) => socket.once('readable', resolve))
    socket.end()
    const response = await text(socket)
    expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`])
  },
)

test('broken requests are logged with a limit, and all of them are counted', async () => {
  const before = proxy.lines.length
  for (let round = 0; round < 30; round += 1) await exchange('garbage\r\n\r\n')
  const lines = proxy.lines.slice(before).filter((line) => line.includes('"parser"'))
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.length).toBeLessThanOrEqual(10)
})

test('CONNECT is a 405 in the envelope, with log lines up to the limit; what follows is not served', async () => {
  const limited = await startTestProxy(pi.url)
  onTestFinished(() => limited.close())
  const tunnel = head('CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example:443')
  for (let round = 0; round < 12; round += 1) {
    const responses = await exchange(`${tunnel}${head('GET /healthz HTTP/1.1', HOST)}`, limited.url)
    expect(responses).toEqual([
      {
        status: 405,
        body: {
          success: false,
          code: 'method_not_allowed',
          error: 'Every path accepts GET, HEAD, POST, not CONNECT',
          request_id: expect.any(String),
        },
      },
    ])
  }
  const lines = limited.lines.filter((line) => line.includes('"parser":"CONNECT"'))
  expect(lines).toHaveLength(10)
})

/** The log line is written when the connection is done with the response. */
async function logged(from: number, fields: object) {
  await expect
    .poll(() => proxy.lines.slice(from).map((line): unknown => JSON.parse(line)))
    .toContainEqual(expect.objectContaining(fields))
}
