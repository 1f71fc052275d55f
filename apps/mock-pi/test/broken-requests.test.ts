import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { formatBrokenRequest } from '../src/server/format-broken-request.ts'
import { haveWorld } from './have-world.ts'
import { startMock } from './start-mock.ts'

/** Writes bytes to a mock and reads until it closes the connection. */
async function exchange(bytes: string) {
  const { url } = await startMock()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(bytes)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { head: head.toLowerCase(), status: Number(head.split(' ')[1]), body: JSON.parse(body) }
}

const request = (...headers: string[]) =>
  ['POST /v2/payments/x/approve HTTP/1.1', 'Host: localhost', ...headers, '', ''].join('\r\n')

test.each([
  ['garbage', 'hello\r\n\r\n', 400, 'request/no_http', 'is not valid HTTP/1.1.'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00', 400, 'request/no_http', 'is not valid HTTP/1.1.'],
  [
    'Content-Length beside Transfer-Encoding',
    `${request('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    400,
    'request/no_http',
    'is not valid HTTP/1.1.',
  ],
  [
    'a request whose headers are beyond 16 kB',
    request(`X-Large: ${'a'.repeat(17_000)}`),
    431,
    'request/headers_too_large',
    'has headers that are too large.',
  ],
  [
    'a request without Host',
    'GET /v2/me HTTP/1.1\r\nConnection: close\r\n\r\n',
    400,
    'request/no_host',
    'has no Host header.',
  ],
])("%s is refused in Pi's shape", async (...row) => {
  const [, bytes, status, rule, words] = row
  const response = await exchange(bytes)
  expect(response.status).toBe(status)
  expect(response.head).toMatch(/\r\ncontent-type: application\/json; charset=utf-8/)
  expect(response.head).toContain(`\r\nx-mock-rule: ${rule}`)
  expect(response.head).toMatch(/\r\nx-request-id: [0-9a-f-]{36}/)
  expect(response.head).toMatch(/\r\nconnection: close/)
  expect(response.body).toEqual({ error: 'invalid_request', error_message: `The request ${words}` })
})

test('a request that does not arrive in time is worded in the same shape', () => {
  const lines: string[] = []
  const { world } = haveWorld()
  const word = formatBrokenRequest(
    () => 'id',
    (line) => lines.push(line),
    world,
  )
  const parserCode = 'ERR_HTTP_REQUEST_TIMEOUT'
  expect(word({ status: 408, rule: 'did not arrive in time', parserCode })).toEqual({
    status: 408,
    headers: { 'x-request-id': 'id', 'x-mock-rule': 'request/too_slow' },
    body: { error: 'invalid_request', error_message: 'The request did not arrive in time.' },
  })
  expect(lines).toEqual([
    'refused (request id): The request did not arrive in time (ERR_HTTP_REQUEST_TIMEOUT)',
  ])
  expect(world.refusals.find('id')?.refusal).toMatchObject({
    rule: 'request/too_slow',
    status: 408,
  })
})

test.each([
  ['/_mock', { error: 'invalid_request', error_message: 'Host header is required' }],
  ['/', { title: 'Bad Request', status: 400 }],
])('M2: %s without a Host is refused in the shape of its API', async (path, body) => {
  const response = await exchange(`GET ${path} HTTP/1.1\r\nConnection: close\r\n\r\n`)
  expect(response.status).toBe(400)
  expect(response.body).toMatchObject(body)
})

test('CONNECT is a 405 that names the methods, and a log line', async () => {
  const { url, logged } = await startMock()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n')
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 405 /)
  expect(head).toContain('\r\nAllow: GET, HEAD, OPTIONS, PATCH, POST')
  expect(JSON.parse(body)).toEqual({
    error: 'method_not_allowed',
    error_message: 'Every path accepts GET, HEAD, OPTIONS, PATCH, POST, not CONNECT.',
  })
  expect(logged).toEqual([expect.stringContaining('must not have the method CONNECT')])
})
