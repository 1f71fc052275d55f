import type { RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { request, serveGuarded } from './serve-guarded.ts'

const waits: RequestListener = () => {}

test.each([
  ['garbage', 'hello\r\n\r\n', 400, 'is not valid HTTP/1.1'],
  [
    'Content-Length beside Transfer-Encoding',
    request('Content-Length: 5', 'Transfer-Encoding: chunked'),
    400,
    'is not valid HTTP/1.1',
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
])(
  'P19: %s gets a response in the words of the server, and the connection ends',
  async (...row) => {
    const [, bytes, status, rule] = row
    const { exchange } = await serveGuarded({ handler: waits })
    const response = await exchange(bytes)
    const [head = '', body = ''] = response.split('\r\n\r\n')
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`))
    expect(head).toMatch(/\r\nx-code: HPE_\w+\r\n/)
    expect(head).toMatch(/\r\nConnection: close$/)
    expect(head).toContain(`\r\nContent-Length: ${body.length}\r\n`)
    expect(JSON.parse(body)).toEqual({ error: `The request ${rule}` })
  },
)

test('P19: what follows a request that is being served is not taken for its response', async () => {
  const handler: RequestListener = (_req, res) => setImmediate(() => res.end('done'))
  const { exchange } = await serveGuarded({ handler })
  const response = await exchange(`${request('Content-Length: 0')}garbage\r\n\r\n`)
  // Either the whole response to the first request or none: never another in its place.
  expect(response === '' || response.startsWith('HTTP/1.1 200 ')).toBe(true)
})

test('P19: a broken body gets no response in place of an earlier response', async () => {
  const { exchange } = await serveGuarded({ handler: waits })
  const chunked = request('Transfer-Encoding: chunked')
  expect(await exchange(`${request('Content-Length: 0')}${chunked}zz\r\n`)).toBe('')
})

/** Refuses at once, as a server does that reads no body before it knows the caller. */
const refuses: RequestListener = (_req, res) =>
  void res.writeHead(401).end('{"code":"unauthorized"}')
/** The same after the time that a look into the database takes. */
const refusesLater: RequestListener = (req, res) => setTimeout(() => refuses(req, res), 30)

test.each([
  ['at once', refuses],
  ['later', refusesLater],
])('a request refused %s whose body then breaks gets one response', async (_, handler) => {
  const { open, worded } = await serveGuarded({ handler })
  const socket = await open()
  socket.write(`${request('Transfer-Encoding: chunked')}5\r\nhello\r\n`)
  await new Promise((resolve) => socket.once('readable', resolve))
  socket.write('zz\r\n')

  const response = await text(socket)
  expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401'])
  expect(response).toContain('{"code":"unauthorized"}')
  expect(worded).toEqual([])
})

test('a request whose broken body arrives with its head gets one response', async () => {
  for (const handler of [refuses, refusesLater]) {
    const { exchange } = await serveGuarded({ handler })
    const response = await exchange(`${request('Transfer-Encoding: chunked')}zz\r\n`)
    expect(response.match(/HTTP\/1\.1 \d+/g)).toHaveLength(1)
  }
})

test('a refused request whose body ends early gets one response', async () => {
  const { open } = await serveGuarded({ handler: refuses })
  const socket = await open()
  socket.end(`${request('Content-Length: 5')}he`)
  const response = await text(socket)
  expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401'])
})

test('a refused request whose body does not arrive in time gets one response', async () => {
  const limits = { headersTimeout: 100, requestTimeout: 100, linger: 50 }
  const { exchange, worded } = await serveGuarded({ handler: refuses, limits })
  const response = await exchange(`${request('Content-Length: 5')}he`)
  expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401'])
  expect(worded).toEqual([])
})

test('a broken request after a finished one gets its own response', async () => {
  const { open } = await serveGuarded({ handler: (_req, res) => void res.end('hello') })
  const socket = await open()
  socket.write(request('Content-Length: 0'))
  await new Promise((resolve) => socket.once('readable', resolve))
  socket.write('garbage\r\n\r\n')
  const response = await text(socket)
  expect(response.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
})

test('an unknown Expect reaches the app', async () => {
  const { exchange } = await serveGuarded({
    handler: ({ headers }, res) => {
      res.writeHead(417, { connection: 'close' }).end(headers.expect)
    },
  })
  const response = await exchange(request('Expect: the-unexpected', 'Content-Length: 0'))
  expect(response).toMatch(/^HTTP\/1\.1 417 [^]*the-unexpected/)
})

test('CONNECT gets one response, and the connection ends', async () => {
  const { exchange, worded } = await serveGuarded()
  const tunnel = 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n'
  const statuses = async (bytes: string) => (await exchange(bytes)).match(/HTTP\/1\.1 \d+/g)
  expect(await statuses(tunnel)).toEqual(['HTTP/1.1 405'])
  expect(await statuses(`${tunnel}${tunnel}garbage`)).toEqual(['HTTP/1.1 405'])
  expect(worded).toEqual(['CONNECT', 'CONNECT'])
})
