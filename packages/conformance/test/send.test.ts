import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createUndiciSend } from '../src/http/send-with-undici.ts'
import { NoResponseError, type WireRequest } from '../src/http/wire.ts'

async function start(
  handle: (req: IncomingMessage, res: ServerResponse) => void,
  timeoutMs = 20_000,
) {
  const server = createServer(handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const http = createUndiciSend({ timeoutMs, bytes: 1000 })
  onTestFinished(async () => {
    await http.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const request = (wish: Partial<WireRequest> = {}): WireRequest => ({
    method: 'GET',
    origin,
    path: '/',
    headers: [],
    ...wish,
  })
  return (wish?: Partial<WireRequest>) => http.send(request(wish))
}

test('two headers of one name arrive as two, in their order', async () => {
  const send = await start((req, res) => res.end(JSON.stringify(req.rawHeaders)))
  const headers = [
    ['authorization', 'Key a'],
    ['authorization', 'Key b'],
    ['x-empty', ''],
  ] as const
  const { text: raw } = await send({ headers })
  const sent: string[] = JSON.parse(raw)
  const lines = sent.flatMap((each, at) => (at % 2 === 0 ? [[each, sent[at + 1]]] : []))
  expect(lines.filter(([name]) => name === 'authorization' || name === 'x-empty')).toEqual([
    ['authorization', 'Key a'],
    ['authorization', 'Key b'],
    ['x-empty', ''],
  ])
})

test.each(['/v2/payments/../me', '/v2/payments/%2e%2e/me', '/a%00b', '/%', '/a//b?x=1'])(
  'the path %s arrives unchanged',
  async (path) => {
    const send = await start((req, res) => res.end(req.url))
    expect((await send({ path })).text).toBe(path)
  },
)

test.each(['DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s with a body arrives', async (method) => {
  const send = await start(async (req, res) => {
    res.end(`${req.method} ${await text(req)}`)
  })
  expect((await send({ method, body: '{"a":1}' })).text).toBe(`${method} {"a":1}`)
})

test('a response is read with its status, its headers and its text; a redirect is not followed', async () => {
  const send = await start((_, res) =>
    res.writeHead(302, { location: '/x', 'set-cookie': ['a', 'b'] }).end('ä'),
  )
  const { status, headers, text: body } = await send()
  expect([status, body]).toEqual([302, 'ä'])
  expect(headers).toEqual(
    expect.arrayContaining([
      ['location', '/x'],
      ['set-cookie', 'a'],
      ['set-cookie', 'b'],
    ]),
  )
})

test('a compressed response is decompressed', async () => {
  const send = await start((_, res) =>
    res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}')),
  )
  expect((await send()).text).toBe('{"a":1}')
})

test.each<[string, string, (req: IncomingMessage, res: ServerResponse) => void]>([
  ['never responds', 'no complete response within 300 ms', () => {}],
  [
    'stops in the middle',
    'no complete response within 300 ms',
    (_, res) => res.writeHead(200, { 'content-length': '10' }).write('x'),
  ],
  [
    'hangs up',
    'the connection ended before the response was complete',
    (req) => req.socket.destroy(),
  ],
  ['sends too much', 'more than 1000 bytes', (_, res) => res.end('x'.repeat(1001))],
  [
    'packs too much',
    'a response of more than 1000 bytes when decompressed',
    (_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5000))),
  ],
  [
    'packs badly',
    'a compressed response that cannot be decompressed',
    (_, res) => res.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip'),
  ],
  ['does not speak HTTP', 'the response is not HTTP', (req) => req.socket.end('hello\r\n\r\n')],
])('a server that %s gives no response: %s', async (_, sentence, handle) => {
  const send = await start(handle, sentence.endsWith('300 ms') ? 300 : undefined)
  const failure: unknown = await send().catch((error) => error)
  expect(failure).toBeInstanceOf(NoResponseError)
  expect((failure as Error).message).toBe(sentence)
})
