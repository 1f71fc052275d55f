import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
afterAll(async () => {
  await proxy.close()
  await pi.close()
})

/** Writes bytes and reads until the other side closes: a connection that stays open is a failed test. */
function exchange(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

const head = (...headers: string[]) =>
  [
    'POST /v1/transaction/u2a/approve/abc HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: Bearer ${DEVELOPMENT_KEY}`,
    ...headers,
    '',
    '',
  ].join('\r\n')

const broken: [name: string, bytes: string][] = [
  [
    'Content-Length beside Transfer-Encoding',
    `${head('Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
  ],
  ['two Content-Lengths', `${head('Content-Length: 5', 'Content-Length: 6')}12345`],
  ['a negative Content-Length', head('Content-Length: -1')],
  ['another transfer coding', `${head('Transfer-Encoding: chunked, gzip')}0\r\n\r\n`],
  ['a bad chunk size', `${head('Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`],
  ['a chunk that is too long', `${head('Transfer-Encoding: chunked')}2\r\n{}xx\r\n0\r\n\r\n`],
  ['bare LF', head('Content-Length: 0').replaceAll('\r\n', '\n')],
  ['a space before the colon', head('Content-Length : 0')],
  ['a folded header', head('X-Folded: a\r\n b', 'Content-Length: 0')],
  ['a NUL in a header', head('X-Nul: a\0b', 'Content-Length: 0')],
  ['headers of 20 kB', head(`X-Large: ${'x'.repeat(20_000)}`)],
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
]

test.each(broken)('P19: %s is a 400 in the envelope, and the connection ends', async (_, bytes) => {
  const response = await exchange(bytes)

  const [headers, body = ''] = response.split('\r\n\r\n')
  expect(headers).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  expect(headers).toMatch(/\r\nConnection: close/i)
  const { error, request_id, ...rest } = JSON.parse(body)
  expect(rest).toEqual({ success: false, code: 'invalid_request' })
  expect(error).toMatch(/^The request (is not valid HTTP\/1\.1|has headers that are too large)$/)
  expect(headers).toContain(`X-Request-Id: ${request_id}`)
  expect(response.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
  expect(pi.requests).toEqual([])
})

test('P19: a request without Host is a 400 in the envelope', async () => {
  const response = await exchange('GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n')

  expect(response).toMatch(/^HTTP\/1\.1 400 /)
  expect(JSON.parse(response.split('\r\n\r\n')[1]!)).toMatchObject({ code: 'invalid_request' })
})

test('P19: what follows a request that still waits for its response is not taken for its response', async () => {
  const id = pi.havePayment('created')
  const first = head('Content-Length: 0').replace('/abc ', `/${id} `)

  const response = await exchange(`${first}garbage\r\n\r\n`)

  // Either the whole response to the first request or none: never a 400 in its place.
  expect(response === '' || response.startsWith('HTTP/1.1 200 ')).toBe(true)
})
