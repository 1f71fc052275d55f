import type { RequestListener, ServerOptions } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { answerBrokenRequests, listen } from '../src/index.ts'

type Options = { handler?: RequestListener; server?: ServerOptions }

/** Writes bytes to a server and reads until it closes the connection. */
async function exchange(bytes: string, { handler = () => {}, server = {} }: Options = {}) {
  const served = await listen({
    handler,
    port: 0,
    hosts: ['127.0.0.1'],
    server,
    prepare: answerBrokenRequests(({ status, rule, parserCode }) => ({
      status,
      headers: { 'x-code': parserCode },
      body: { error: `The request ${rule}` },
    })),
  })
  onTestFinished(() => served.close())
  const socket = connect(served.port, '127.0.0.1')
  socket.write(bytes)
  return text(socket)
}

const request = (...headers: string[]) =>
  ['POST / HTTP/1.1', 'Host: localhost', ...headers, '', ''].join('\r\n')

test.each([
  ['garbage', 'hello\r\n\r\n', 400, 'is no valid HTTP/1.1'],
  [
    'Content-Length beside Transfer-Encoding',
    request('Content-Length: 5', 'Transfer-Encoding: chunked'),
    400,
    'is no valid HTTP/1.1',
  ],
  [
    'too many headers',
    request(`X-Large: ${'x'.repeat(20_000)}`),
    431,
    'has headers that are too large',
  ],
  [
    'long chunk extensions',
    `${request('Transfer-Encoding: chunked')}1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`,
    413,
    'has chunk extensions that are too large',
  ],
])('P19: %s is answered in the words of the server, and the connection ends', async (...row) => {
  const [, bytes, status, rule] = row
  const answer = await exchange(bytes)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`))
  expect(head).toMatch(/\r\nx-code: HPE_\w+\r\n/)
  expect(head).toMatch(/\r\nConnection: close$/)
  expect(head).toContain(`\r\nContent-Length: ${body.length}\r\n`)
  expect(JSON.parse(body)).toEqual({ error: `The request ${rule}` })
})

test('P9: headers that do not arrive in time are answered with 408', async () => {
  const server = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 20 }
  const answer = await exchange('GET / HTTP/1.1\r\nHost:', { server })
  expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
  expect(answer).toContain('{"error":"The request did not arrive in time"}')
})

test('P19: what follows a request that is being answered is not taken for its answer', async () => {
  const handler: RequestListener = (_req, res) => setImmediate(() => res.end('done'))
  const answer = await exchange(`${request('Content-Length: 0')}garbage\r\n\r\n`, { handler })
  // Either the whole answer to the first request or none: never another in its place.
  expect(answer === '' || answer.startsWith('HTTP/1.1 200 ')).toBe(true)
})
