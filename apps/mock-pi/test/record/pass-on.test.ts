import {
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect, createServer as createRawServer, type AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import zlib from 'node:zlib'
import { createPiClient } from '@aloha-pi/client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { makeAuthority } from '../../src/authority/make-authority.ts'
import { startMock } from '../start-mock.ts'
import { haveRecorder, haveServer } from './have-recorder.ts'

test('a client pays through the recorder as at the mock itself, and nothing differs', async () => {
  const mock = await startMock({ spelling: 'wire' })
  const { url, read } = await haveRecorder(mock.url)
  const pi = createPiClient({ apiKey: mock.apiKey, baseUrl: url })
  const { id, txid } = await mock.havePayment('paid')
  const done = await pi.payments.complete(id, txid)
  expect(done).toEqual(await mock.pi.payments.get(id))
  const { differences, operations } = read()
  expect(differences).toEqual([])
  expect(operations).toEqual([
    { operation: 'platform payments.complete', statuses: { 200: 1 }, last_run: 1 },
  ])
})

test('faults of a mock are differences: a page, a broken body, an unknown code', async () => {
  const mock = await startMock({ spelling: 'wire' })
  const { url, read } = await haveRecorder(mock.url)
  const { id } = await mock.havePayment()
  const get = () =>
    fetch(`${url}/v2/payments/${id}`, { headers: { authorization: `Key ${mock.apiKey}` } })
  for (const effect of [{ type: 'html-500' }, { type: 'status', status: 418 }] as const) {
    await mock.control('/faults', {
      match: { operation: 'platform.payments.get' },
      when: { first: 1 },
      effect,
    })
    await (await get()).text()
  }
  const found = read().differences.map(({ part, kind }) => `${part}: ${kind}`)
  expect(found).toContain('response 500: body')
  expect(found).toContain('response 418: undeclared status')
})

/** Everything that the upstream receives and sends. */
async function haveEcho() {
  const seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[] = []
  const url = await haveServer(async (req, res) => {
    const body = await readText(req)
    seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body })
    res.writeHead(201, 'Made', { 'content-type': 'text/plain', 'x-kept': 'yes' })
    res.end(`echo ${body}`)
  })
  return { url, seen }
}

test('method, path, headers and body pass unchanged; the credential is sent on and not kept', async () => {
  const { url, seen } = await haveEcho()
  const recorder = await haveRecorder(url)
  const response = await fetch(`${recorder.url}/v2/payments?a=%20b&a=c`, {
    method: 'POST',
    headers: { authorization: 'Key secret', 'x-own': 'kept', cookie: 'a=b' },
    body: '{"a":1}',
  })
  expect([response.status, response.statusText, response.headers.get('x-kept')]).toEqual([
    201,
    'Made',
    'yes',
  ])
  expect(await response.text()).toBe('echo {"a":1}')
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/v2/payments?a=%20b&a=c',
      body: '{"a":1}',
      headers: {
        authorization: 'Key secret',
        'x-own': 'kept',
        host: new URL(url).host,
        'content-length': '7',
      },
    },
  ])
  expect(recorder.passed).toMatchObject([{ credential: 'Key', status: 201 }])
  expect(JSON.stringify(recorder.passed)).not.toContain('secret')
})

test('the framing of a request stays: no body, and one of unknown length', async () => {
  const { url, seen } = await haveEcho()
  const recorder = await haveRecorder(url)
  await sendRaw(recorder.url, 'POST /a HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
  await sendRaw(
    recorder.url,
    'GET /b HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
  )
  expect(seen.map(({ method, url: path, body }) => [method, path, body])).toEqual([
    ['POST', '/a', ''],
    ['GET', '/b', 'abc'],
  ])
  expect(seen[0]?.headers['content-length']).toBe('0')
  expect(seen[1]?.headers['transfer-encoding']).toBe('chunked')
})

/** The whole response to raw bytes. */
async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(bytes)
  return readText(socket)
}

test('a redirect is passed to the client and not followed', async () => {
  const elsewhere = await haveEcho()
  const url = await haveServer((_, res) => {
    res.writeHead(307, { location: `${elsewhere.url}/v2/me` }).end()
  })
  const recorder = await haveRecorder(url)
  const response = await fetch(`${recorder.url}/v2/me`, {
    redirect: 'manual',
    headers: { authorization: 'Bearer secret' },
  })
  expect(response.status).toBe(307)
  expect(elsewhere.seen).toEqual([])
  expect(recorder.read().differences.map(({ place, found }) => [place, found])).toEqual([
    ['status', '307'],
  ])
})

test('a large body is passed on whole, and not compared', async () => {
  const size = 5 * 2 ** 20
  const url = await haveServer((req, res) => {
    req.resume().once('end', () => {
      res.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(size))
    })
  })
  const recorder = await haveRecorder(url)
  const response = await fetch(`${recorder.url}/v2/payments/abc`, {
    headers: { authorization: 'Key k' },
  })
  expect((await response.text()).length).toBe(size)
  expect(recorder.read()).toMatchObject({ differences: [], not_compared: { 'body over 1 MiB': 1 } })
})

const compressors = {
  gzip: zlib.gzipSync,
  deflate: zlib.deflateSync,
  br: zlib.brotliCompressSync,
  zstd: zlib.zstdCompressSync,
} as const

test.each(Object.entries(compressors))(
  'a response in %s is compared, and passed as it came',
  async (encoding, compress) => {
    const packed = compress(Buffer.from('{"uid":1}'))
    const recorder = await haveRecorder(await haveServer(send(encoding, packed)))
    expect(await getRaw(`${recorder.url}/v2/me`)).toEqual(packed)
    const found = recorder.read().differences.map(({ place, kind }) => `${place}: ${kind}`)
    expect(found).toContain('body.uid: wrong type')
  },
)

test.each([
  ['gzip', 'body over 1 MiB', zlib.gzipSync(Buffer.alloc(2 ** 22))],
  ['gzip, br', 'wrong type', zlib.brotliCompressSync(zlib.gzipSync('{"uid":1}'))],
  ['gzip', 'body that cannot be decompressed', Buffer.from('not gzip')],
  ['rot13', 'body in an unknown encoding', Buffer.from('{"uid":1}')],
])('the content-encoding %s: %s', async (encoding, expected, packed) => {
  const recorder = await haveRecorder(await haveServer(send(encoding, packed)))
  expect(await getRaw(`${recorder.url}/v2/me`)).toEqual(packed)
  expect(JSON.stringify(recorder.read())).toContain(expected)
})

function send(encoding: string, body: Uint8Array) {
  return (_: unknown, res: ServerResponse) => {
    res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
    res.end(body)
  }
}

/** A GET as a user, without decompression. */
async function getRaw(url: string): Promise<Buffer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers: { authorization: 'Bearer t' } }, resolve)
      .once('error', reject)
      .end()
  })
  return Buffer.concat(await response.toArray())
}

test('an upstream that is down is a 502 with a sentence, and counted', async () => {
  const port = new URL(await haveServer((req) => req.socket.destroy())).port
  const broken = await haveRecorder(`http://127.0.0.1:${port}`)
  const reset = await fetch(`${broken.url}/v2/me`)
  expect([reset.status, await reset.text()]).toEqual([
    502,
    `mock-pi record: 127.0.0.1:${port} does not respond (ECONNRESET).\n`,
  ])
  expect(broken.read()).toMatchObject({ unfinished: { ECONNRESET: 1 }, operations: [] })

  const down = await haveRecorder('http://127.0.0.1:1')
  expect((await fetch(`${down.url}/v2/me`)).status).toBe(502)
  expect(down.read().unfinished).toEqual({ ECONNREFUSED: 1 })
})

test('a response that breaks off breaks off for the client too', async () => {
  const url = await haveServer((_, res) => {
    res.writeHead(200, { 'content-length': '100' })
    res.write('{"a":')
    setTimeout(() => res.destroy(), 20)
  })
  const recorder = await haveRecorder(url)
  const response = await fetch(`${recorder.url}/v2/me`)
  await expect(response.text()).rejects.toThrow('terminated')
  await vi.waitFor(() =>
    expect(recorder.read().unfinished).toEqual({ 'the response broke off': 1 }),
  )
})

test('a client that hangs up ends the request at the upstream', async () => {
  let isClosed = false
  const url = await haveServer((_, res) => void res.once('close', () => (isClosed = true)))
  const recorder = await haveRecorder(url)
  await expect(
    fetch(`${recorder.url}/v2/me`, { signal: AbortSignal.timeout(100) }),
  ).rejects.toThrow('timeout')
  await vi.waitFor(() => expect(isClosed).toBe(true))
  expect(recorder.read().unfinished).toEqual({ 'the client hung up': 1 })
})

test('closing cuts off a request that is under way', async () => {
  const recorder = await haveRecorder(await haveServer(() => {}))
  const open = fetch(`${recorder.url}/v2/me`).then(
    () => 'responded',
    () => 'cut off',
  )
  await new Promise((resolve) => setTimeout(resolve, 50))
  await recorder.close(50)
  expect(await open).toBe('cut off')
})

test('another Host, and a client that takes it for a proxy, are refused and not sent on', async () => {
  const { url, seen } = await haveEcho()
  const recorder = await haveRecorder(url)
  const rest = 'connection: close\r\n\r\n'
  expect(
    await sendRaw(recorder.url, `GET /v2/me HTTP/1.1\r\nhost: evil.example\r\n${rest}`),
  ).toMatch(/^HTTP\/1.1 403 [^]*the header Host must be this machine/)
  expect(
    await sendRaw(recorder.url, `GET http://a.example/ HTTP/1.1\r\nhost: localhost\r\n${rest}`),
  ).toMatch(/^HTTP\/1.1 400 [^]*this is not a proxy/)
  expect(seen).toEqual([])
})

test('a certificate that does not fit is refused, whatever the environment says', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const warning = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => {
    vi.unstubAllEnvs()
    warning.mockRestore()
  })
  const { certificate, key } = makeAuthority({
    names: ['localhost'],
    domains: ['localhost'],
    now: Date.now(),
  })
  let requests = 0
  const server = createTlsServer({ cert: certificate, key }, () => (requests += 1))
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const recorder = await haveRecorder(`https://localhost:${port}`)
  expect((await fetch(`${recorder.url}/v2/me`)).status).toBe(502)
  expect(Object.keys(recorder.read().unfinished)[0]).toMatch(/CERT|SIGNATURE/)
  expect(requests).toBe(0)
})

test('an upstream that speaks no HTTP is a 502', async () => {
  const server = createRawServer((socket) => socket.end('hello\r\n\r\n')).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const recorder = await haveRecorder(`http://127.0.0.1:${port}`)
  expect((await fetch(`${recorder.url}/v2/me`)).status).toBe(502)
})
