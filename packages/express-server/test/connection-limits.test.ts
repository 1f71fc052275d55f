import { setTimeout as wait } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { closed, request, serveGuarded } from './serve-guarded.ts'

const quick = { headersTimeout: 100, requestTimeout: 100, linger: 50 }
const TIMEOUT_CODE = 'ERR_HTTP_REQUEST_TIMEOUT'

/** Asks for nothing special and reads the response. */
async function ask(socket: Socket): Promise<string> {
  socket.write(request('Content-Length: 0', 'Connection: close'))
  return text(socket)
}

test.each([
  ['sends nothing', ''],
  ['sends half a request head', 'GET / HTTP/1.1\r\nHost:'],
])(
  'P18: a connection that %s gets a 408 and is destroyed, although its client keeps it',
  async (_, bytes) => {
    const { open, worded } = await serveGuarded({ limits: quick })
    const socket = await open()
    if (bytes !== '') socket.write(bytes)

    const response = await receive(socket)
    expect(response).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
    expect(response).toContain('{"error":"The request did not arrive in time"}')
    await refusesBytes(socket)
    expect(worded).toEqual([TIMEOUT_CODE])
  },
)

/** What the server sends until it ends its side; this side stays open, unlike with `text`. */
async function receive(socket: Socket): Promise<string> {
  let received = ''
  socket.setEncoding('utf8').on('data', (part: string) => (received += part))
  await closed(socket)
  return received
}

/** Writes until the other side resets: proof that no one holds the connection any more. */
async function refusesBytes(socket: Socket) {
  const failed = new Promise((resolve) => socket.once('error', resolve))
  const writing = setInterval(() => socket.write('x'), 20)
  expect(await failed).toMatchObject({ code: expect.stringMatching(/^(EPIPE|ECONNRESET)$/) })
  clearInterval(writing)
}

test('a response to a broken request arrives whole while its client goes on sending', async () => {
  const { open, worded } = await serveGuarded({ limits: { linger: 5_000 } })
  const socket = await open()
  socket.write('garbage\r\n\r\n')
  for (let round = 0; round < 5; round += 1) {
    await wait(5)
    socket.write('x'.repeat(10_000))
  }
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^]*"The request is not valid HTTP\/1\.1"\}$/)
  expect(worded).toEqual(['HPE_INVALID_METHOD'])
})

test('a request that is completed after its 408 is not served', async () => {
  let served = 0
  const { open } = await serveGuarded({
    handler: (_req, res) => void res.end(String((served += 1))),
    limits: { ...quick, linger: 5_000 },
  })
  const socket = await open()
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\n')
  await new Promise((resolve) => socket.once('readable', resolve))
  socket.write('Content-Length: 0\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
  expect(served).toBe(0)
})

test('P18: a full server drops the oldest connection that never completed a request head', async () => {
  const { open, dropped } = await serveGuarded({ limits: { max: 3 } })
  const first = await open()
  const idle = await open()
  idle.write(request('Content-Length: 0'))
  await new Promise((resolve) => idle.once('readable', resolve))
  const third = await open()

  expect(await ask(await open())).toContain('hello')
  await closed(first)
  expect(dropped).toEqual(['full'])
  expect(await ask(third)).toContain('hello')
  expect(idle.closed).toBe(false)
})

test('P18: a full server drops idle connections before it refuses a new one, and none that is served', async () => {
  const responses: (() => void)[] = []
  const { open, dropped } = await serveGuarded({
    handler: (_req, res) => void responses.push(() => res.end('hello')),
    limits: { max: 2 },
  })
  const idle = await open()
  idle.write(request('Content-Length: 0'))
  await until(() => responses.length === 1)
  responses.pop()?.()
  await new Promise((resolve) => idle.once('readable', resolve))
  const busy = await open()
  busy.write(request('Content-Length: 0', 'Connection: close'))
  await until(() => responses.length === 1)

  const alsoBusy = await open()
  alsoBusy.write(request('Content-Length: 0'))
  await until(() => responses.length === 2)
  await closed(idle)
  await closed(await open())

  expect(dropped).toEqual(['full', 'full'])
  responses[0]?.()
  expect(await text(busy)).toContain('hello')
})

test('a full server drops a connection that keeps it waiting for a body', async () => {
  const { open, dropped } = await serveGuarded({
    handler: (req, res) => void req.resume().on('end', () => res.end('hello')),
    limits: { max: 1 },
  })
  const slow = await open()
  slow.write(`${request('Content-Length: 5')}he`)
  await wait(50)
  expect(await ask(await open())).toContain('hello')
  await closed(slow)
  expect(dropped).toEqual(['full'])
})

test('one address cannot take the places of the others', async () => {
  const { open, dropped } = await serveGuarded({ limits: { perLoopbackAddress: 2, max: 100 } })
  const other = await open('127.0.0.2')
  const [first, second] = [await open(), await open()]
  const third = await open()

  await closed(first)
  expect(dropped).toEqual(['address'])
  for (const socket of [second, third, other]) expect(await ask(socket)).toContain('hello')
})

const large: RequestListener = (_req, res) => void res.end(Buffer.alloc(20_000_000))

test('a response that is not read is cut off after the send timeout', async () => {
  const { open, dropped } = await serveGuarded({ handler: large, limits: { sendTimeout: 200 } })
  const socket = await open()
  // Many requests at once, of which no response is ever read.
  socket.write(request('Content-Length: 0').repeat(20))

  await until(() => dropped.length > 0)
  await closed(socket)
  expect(dropped).toEqual(['unread'])
})

test('a stream of events outlives the limit for reading while its client reads all of them', async () => {
  const { open, dropped } = await serveGuarded({
    handler: async (_req, res) => {
      for (let event = 0; event < 5; event += 1) {
        res.write(`data: ${event}\n\n`)
        await wait(80)
      }
      res.end('done')
    },
    limits: { sendTimeout: 100 },
  })
  expect(await ask(await open())).toContain('done')
  expect(dropped).toEqual([])
})

test('a stream of events ends when its client does not read them', async () => {
  const event = `data: ${'x'.repeat(100_000)}\n\n`
  const { open, dropped } = await serveGuarded({
    handler(_req, res) {
      const writing = setInterval(() => res.write(event), 5)
      res.on('close', () => clearInterval(writing))
    },
    limits: { sendTimeout: 200 },
  })
  const socket = await open()
  socket.write(request('Content-Length: 0'))
  await expect.poll(() => dropped).toEqual(['unread'])
})

test('a large response that is read arrives whole', async () => {
  const { exchange, dropped } = await serveGuarded({ handler: large })
  const received = await exchange(request('Content-Length: 0', 'Connection: close'))
  expect(received.length).toBeGreaterThan(20_000_000)
  expect(dropped).toEqual([])
})

test('an app that takes longer than the send timeout is waited for', async () => {
  const { open, dropped } = await serveGuarded({
    handler: (_req, res) => void setTimeout(() => res.end('hello'), 400),
    limits: { sendTimeout: 100 },
  })
  expect(await ask(await open())).toContain('hello')
  expect(dropped).toEqual([])
})

async function until(holds: () => boolean) {
  while (!holds()) await wait(5)
}
