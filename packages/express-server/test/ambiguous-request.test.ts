import express, { type NextFunction, type Request, type Response } from 'express'
import { expect, test } from 'vitest'
import { refuseAmbiguousRequests } from '../src/index.ts'
import { serveGuarded } from './serve-guarded.ts'

/** Served: what was read. Refused: field and rule. */
async function serve() {
  const served: string[] = []
  const app = express()
  app.use(
    refuseAmbiguousRequests((_req, res, { status, field, rule }) => {
      res.status(status).json(`${field} ${rule}`)
    }),
  )
  app.use((req: Request, res: Response, _next: NextFunction) => {
    served.push(`${req.method} ${req.url} ${JSON.stringify(req.query)}`)
    res.json('served')
  })
  const guarded = await serveGuarded({ handler: app })
  return {
    served,
    /** Status and body of each response. */
    async send(line: string, ...lines: string[]) {
      const text = await guarded.exchange(
        [line, ...lines, 'Connection: close', '', ''].join('\r\n'),
      )
      const bodies = [...text.matchAll(/HTTP\/1\.1 (\d+)[^]*?\r\n\r\n("[^"]*")?/g)]
      return bodies.map(([, status, body]) => [Number(status), body && JSON.parse(body)])
    },
    exchange: guarded.exchange,
  }
}

const HOST = 'Host: localhost'
const once = (name: string) => [400, `${name} must be sent only once`]

test.each([
  ['Host', 'localhost', 'evil.example'],
  ['Authorization', 'Bearer a', 'Bearer b'],
  ['Content-Type', 'application/json', 'application/json'],
  ['Content-Encoding', 'gzip', 'identity'],
  ['Idempotency-Key', 'K', 'K'],
  ['X-Request-Id', 'one', 'two'],
  ['Origin', 'http://a.example', 'http://b.example'],
  ['Transfer-Encoding', 'gzip', 'chunked'],
  ['User-Agent', 'a', 'b'],
])('two lines of %s are refused by name', async (name, first, second) => {
  const { send, served } = await serve()
  const lines = [`${name}: ${first}`, `${name.toLowerCase()}: ${second}`]
  const hosts = name === 'Host' ? [] : [HOST]
  expect(await send('GET / HTTP/1.1', ...hosts, ...lines)).toEqual([once(name)])
  expect(served).toEqual([])
})

test.each([2, 3, 5])('%i lines of one header are refused, equal or not', async (count) => {
  const { send, served } = await serve()
  const lines = (value: (place: number) => string) =>
    Array.from({ length: count }, (_, place) => `Idempotency-Key: ${value(place)}`)
  for (const each of [lines(() => 'K'), lines(String)]) {
    expect(await send('POST / HTTP/1.1', HOST, ...each)).toEqual([once('Idempotency-Key')])
  }
  expect(served).toEqual([])
})

test.each([2, 3, 5])('%i copies that a proxy has joined are refused', async (count) => {
  const { send, served } = await serve()
  for (const key of ['K', 'order 1', 'a,b']) {
    for (const separator of [',', ', ', ' ,', ' , ', ',\t', '\t,\t ', ',,', ', , ']) {
      const value = Array.from({ length: count }, () => key).join(separator)
      const responses = await send('POST / HTTP/1.1', HOST, `Idempotency-Key: ${value}`)
      expect({ value, responses }).toEqual({ value, responses: [once('Idempotency-Key')] })
    }
  }
  expect(served).toEqual([])
})

test.each([',K', 'K,', ', K', 'K ,', ',', ' , K , '])(
  'the Idempotency-Key "%s", joined with an empty one, is refused',
  async (value) => {
    const { send } = await serve()
    expect(await send('POST / HTTP/1.1', HOST, `Idempotency-Key: ${value}`)).toEqual([
      once('Idempotency-Key'),
    ])
  },
)

test.each(['K, L', 'a,b', 'a,b,a', 'K,KK', 'K,k', 'a,,b'])(
  'the Idempotency-Key "%s" with its own comma is served',
  async (value) => {
    const { send } = await serve()
    expect(await send('POST / HTTP/1.1', HOST, `Idempotency-Key: ${value}`)).toEqual([
      [200, 'served'],
    ])
  },
)

test.each([
  ['Authorization', 'Bearer a, Bearer a,Bearer a'],
  ['Content-Type', 'application/json , application/json'],
  ['X-Request-Id', 'one,one'],
  ['Origin', 'http://a.example, http://a.example'],
  ['User-Agent', 'a (b, like c), a (b, like c)'],
])('copies of %s that a proxy has joined are refused', async (name, value) => {
  const { send } = await serve()
  expect(await send('GET / HTTP/1.1', HOST, `${name}: ${value}`)).toEqual([once(name)])
})

test.each([
  ['User-Agent', 'Mozilla/5.0 (KHTML, like Gecko)'],
  ['If-Modified-Since', 'Tue, 15 Nov 1994 12:45:26 GMT'],
  ['Referer', 'http://a.example/1,1,'],
  ['Accept', 'a/b, a/b'],
])('a %s with its own commas is served', async (name, value) => {
  const { send } = await serve()
  expect(await send('GET / HTTP/1.1', HOST, `${name}: ${value}`)).toEqual([[200, 'served']])
})

test('headers that are lists may be sent several times', async () => {
  const { send } = await serve()
  const lines = [
    'Accept: a/b',
    'Accept: c/d',
    'X-Forwarded-For: 1.1.1.1',
    'X-Forwarded-For: 2.2.2.2',
  ]
  expect(await send('GET / HTTP/1.1', HOST, ...lines)).toEqual([[200, 'served']])
})

test.each(['gzip, chunked', 'chunked, chunked', 'identity, chunked'])(
  'Transfer-Encoding: %s is refused, and what follows is not served',
  async (coding) => {
    const { exchange, served } = await serve()
    const first = `POST /first HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n`
    const text = await exchange(`${first}GET /second HTTP/1.1\r\n${HOST}\r\n\r\n`)
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
    expect(served).toEqual([])
  },
)

test('Transfer-Encoding: Chunked is served', async () => {
  const { exchange, served } = await serve()
  await exchange(
    `POST / HTTP/1.1\r\n${HOST}\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n`,
  )
  expect(served).toEqual(['POST / {}'])
})

test('a transfer coding in HTTP/1.0 is refused', async () => {
  const { exchange } = await serve()
  const text = await exchange(
    `POST / HTTP/1.0\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  )
  expect(text).toContain('"Transfer-Encoding is not allowed in HTTP/1.0"')
})

test.each(['the-unexpected', 'junk, 100-continue', '200-ok'])(
  'Expect: %s is a 417',
  async (value) => {
    const { send, served } = await serve()
    const responses = await send('GET / HTTP/1.1', HOST, `Expect: ${value}`)
    expect(responses.filter(([status]) => status !== 100)).toEqual([
      [417, 'Expect must be 100-continue'],
    ])
    expect(served).toEqual([])
  },
)

test('Expect: 100-Continue is served', async () => {
  const { send } = await serve()
  const responses = await send('GET / HTTP/1.1', HOST, 'Expect: 100-Continue')
  expect(responses).toEqual([
    [100, undefined],
    [200, 'served'],
  ])
})

const target = (rule: string) => [[400, `The request target ${rule}`]]
test.each([
  ['http://evil.example/', 'must name the host of the Host header'],
  ['http://localhost:81/', 'must name the host of the Host header'],
  ['http://localhost@evil.example/', 'must not name a user'],
  ['http://me@localhost/', 'must not name a user'],
  ['ftp://localhost/', 'must be a path or an http URL'],
])('the target %s %s', async (url, rule) => {
  const { send, served } = await serve()
  expect(await send(`GET ${url} HTTP/1.1`, HOST)).toEqual(target(rule))
  expect(served).toEqual([])
})

test('an absolute target of the host in Host is served as its path', async () => {
  const { send, served } = await serve()
  for (const [url, host] of [
    ['http://localhost/a?b=c', 'localhost'],
    ['http://LOCALHOST:80/a?b=c', 'localhost'],
    ['https://localhost/a?b=c', 'localhost:443'],
    ['http://[::1]:3142/a?b=c', '[::1]:3142'],
  ]) {
    expect(await send(`GET ${url} HTTP/1.1`, `Host: ${host}`)).toEqual([[200, 'served']])
  }
  expect(new Set(served)).toEqual(new Set(['GET /a?b=c {"b":"c"}']))
})

test('an absolute target without a Host is refused', async () => {
  const { send } = await serve()
  expect(await send('GET http://localhost/ HTTP/1.1')).toEqual(
    target('must name the host of the Host header'),
  )
})
