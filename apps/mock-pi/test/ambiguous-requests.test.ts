import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startMock } from './start-mock.ts'

type Mock = Awaited<ReturnType<typeof startMock>>

/** Writes a request and reads until the mock closes the connection; every response with its JSON. */
async function send(mock: Mock, line: string, headers: string[], body = '') {
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
  socket.write([line, ...headers, 'Connection: close', '', body].join('\r\n'))
  return responses(await text(socket))
}

function responses(received: string) {
  return received.split(/(?=HTTP\/1\.1 \d)/).map((response) => {
    const [head = '', body = ''] = response.split('\r\n\r\n')
    return { status: Number(head.split(' ')[1]), head, body: body === '' ? '' : JSON.parse(body) }
  })
}

const HOST = 'Host: localhost'
const JSON_TYPE = 'Content-Type: application/json'

test.each([
  ['Host', ['Host: localhost', 'Host: evil.example']],
  ['Authorization', [HOST, 'Authorization: Key a', 'Authorization: Key b']],
  ['Content-Type', [HOST, JSON_TYPE, 'Content-Type: text/plain']],
  ['Idempotency-Key', [HOST, 'Idempotency-Key: K', 'Idempotency-Key: K']],
  ['Origin', [HOST, 'Origin: http://localhost', 'Origin: http://evil.example']],
])('two of %s are a 400 that names it, in the shape of each API', async (name, headers) => {
  const mock = await startMock()
  const rule = 'must be sent only once'

  expect(await send(mock, 'GET /v2/me HTTP/1.1', headers)).toMatchObject([
    { status: 400, body: { error: 'invalid_request', error_message: `${name} ${rule}.` } },
  ])
  expect(await send(mock, 'GET /_mock HTTP/1.1', headers)).toMatchObject([
    { status: 400, body: { error: 'invalid_request', error_message: `${name} ${rule}` } },
  ])
  expect(await send(mock, 'GET /ledgers HTTP/1.1', headers)).toMatchObject([
    { status: 400, body: { status: 400, extras: { invalid_field: name, reason: rule } } },
  ])
})

test('a target that names another host than Host is a 400', async () => {
  const mock = await startMock()
  const line = 'GET http://evil.example/v2/me HTTP/1.1'
  expect(await send(mock, line, [HOST])).toMatchObject([
    {
      status: 400,
      body: { error_message: 'The request target must name the host of the Host header.' },
    },
  ])
  // Both say the name of a foreign host: it is turned away as one.
  expect(await send(mock, line, ['Host: evil.example'])).toMatchObject([{ status: 403 }])
})

test.each(['/v2/payments/', '/_mock/', '/accounts/'])(
  'M4: a secret with percent-escapes in the path %s of a refused request is not logged',
  async (path) => {
    const mock = await startMock()
    for (const secret of [mock.wallet.seed, mock.apiKey, await mock.signIn()]) {
      const rest = secret.slice(1)
      const first = secret.charCodeAt(0).toString(16)
      for (const escaped of [`%${first}${rest}`, `%25${first}${rest}`]) {
        await send(mock, `GET ${path}${escaped} HTTP/1.1`, [HOST, 'Expect: j'])
      }
      expect(mock.logged.join('\n')).toContain(`refused GET ${path}`)
      expect(mock.logged.join('\n')).not.toContain(rest)
    }
  },
)

test('an Expect that is not 100-continue is a 417 in the shape of each API, and a log line', async () => {
  const mock = await startMock()
  const bodies = {
    '/v2/me': { error: 'invalid_request', error_message: 'Expect must be 100-continue.' },
    '/_mock': { error: 'invalid_request', error_message: 'Expect must be 100-continue' },
    '/ledgers': { status: 417, extras: { invalid_field: 'Expect' } },
  }
  for (const [path, body] of Object.entries(bodies)) {
    expect(await send(mock, `GET ${path} HTTP/1.1`, [HOST, 'Expect: junk'])).toMatchObject([
      { status: 417, body },
    ])
  }
  expect(mock.logged).toHaveLength(3)
  expect(mock.logged[0]).toMatch(
    /^refused GET \/v2\/me \(request [\w-]+\): Expect must be 100-continue$/,
  )
})

test('Transfer-Encoding: gzip, chunked is a 400, and what follows is not served', async () => {
  const mock = await startMock()
  const make = JSON.stringify({ username: 'mallory' })
  const hidden = [
    'POST /_mock/users HTTP/1.1',
    HOST,
    JSON_TYPE,
    `Content-Length: ${make.length}`,
    '',
    make,
  ].join('\r\n')
  const coding = [HOST, 'Transfer-Encoding: gzip, chunked']
  const responses = await send(mock, 'POST /_mock/reset HTTP/1.1', coding, `0\r\n\r\n${hidden}`)

  expect(responses).toMatchObject([
    {
      status: 400,
      body: { error_message: 'Transfer-Encoding must be chunked, without other codings' },
    },
  ])
  const { body } = await mock.call('GET', '/_mock/users')
  expect(JSON.stringify(body)).not.toContain('mallory')
})

test('broken and ambiguous requests are logged with a limit', async () => {
  const mock = await startMock()
  for (let round = 0; round < 15; round += 1) {
    await send(mock, 'hello', [])
    await send(mock, 'GET /v2/me HTTP/1.1', [HOST, 'Expect: junk'])
  }
  expect(mock.logged).toHaveLength(10)
})

const lossy: [path: string, json: string, status: number, words: object][] = [
  [
    '/v2/payments',
    '{"payment":{"amount":1,"amount":100}}',
    400,
    { error: 'invalid_amount', error_message: 'payment.amount must be given only once.' },
  ],
  [
    '/v2/payments',
    '{"payment":{"amount":1.00000000000000000001}}',
    400,
    {
      error: 'invalid_amount',
      error_message: 'payment.amount must not have more digits than a 64-bit float keeps.',
    },
  ],
  [
    '/v2/payments',
    '{"payment":{"metadata":{"n":1e400}}}',
    400,
    { error_message: 'payment.metadata.n must fit into a 64-bit float.' },
  ],
  [
    '/v2/payments',
    '{"payment":{"memo":"\\ud800"}}',
    400,
    { error_message: 'payment.memo must not contain half of a surrogate pair.' },
  ],
  [
    '/v2/in_app_notifications/notify',
    '{"notifications":[{"title":"a","title":"b"}]}',
    422,
    { error: 'notifications.0.title must be given only once' },
  ],
  [
    '/_mock/payments',
    '{"username":"alice","username":"bob"}',
    400,
    { error: 'invalid_request', error_message: 'username must be given only once' },
  ],
]
test.each(lossy)('POST %s %s is a %d that names the field', async (path, json, status, words) => {
  const mock = await startMock()
  const auth = path.startsWith('/v2') ? [`Authorization: Key ${mock.apiKey}`] : []
  const headers = [HOST, JSON_TYPE, `Content-Length: ${json.length}`, ...auth]
  expect(await send(mock, `POST ${path} HTTP/1.1`, headers, json)).toMatchObject([
    { status, body: words },
  ])
})

test('a transaction that is submitted twice in one form is a 400 that names the field', async () => {
  const mock = await startMock()
  const form = 'tx=AAAA&tx=BBBB'
  const type = 'Content-Type: application/x-www-form-urlencoded'
  const headers = [HOST, type, `Content-Length: ${form.length}`]
  expect(await send(mock, 'POST /transactions HTTP/1.1', headers, form)).toMatchObject([
    { status: 400, body: { extras: { reason: 'the field tx must be sent only once' } } },
  ])
  const multipart = new FormData()
  for (const value of ['AAAA', 'BBBB']) multipart.append('tx', value)
  const response = await fetch(`${mock.url}/transactions`, { method: 'POST', body: multipart })
  expect(await response.json()).toMatchObject({
    extras: { reason: 'the field tx must be sent only once' },
  })
})

test('a request refused before its body, which then ends early, gets one response', async () => {
  const mock = await startMock()
  const refusals = {
    'POST /v2/payments': 401,
    'POST /v2/nowhere': 404,
    'PUT /v2/payments': 405,
    'POST /_mock/reset': 415,
    'POST /ledgers': 405,
  }
  for (const [line, status] of Object.entries(refusals)) {
    const socket = connect(Number(new URL(mock.url).port), '127.0.0.1')
    socket.write([`${line} HTTP/1.1`, HOST, 'Content-Length: 50', '', '{"pay'].join('\r\n'))
    await new Promise((resolve) => socket.once('readable', resolve))
    socket.end()
    expect((await text(socket)).match(/HTTP\/1\.1 \d+/g)).toEqual([`HTTP/1.1 ${status}`])
  }
  expect(mock.logged).toEqual([])
})
