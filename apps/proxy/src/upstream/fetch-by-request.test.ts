import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { Agent } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { createFetchByRequest } from './fetch-by-request.ts'

/** A server that responds like this, and the fetch that calls it. */
async function serve(listener: RequestListener) {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agent = new Agent({ connections: 1 })
  onTestFinished(async () => {
    await agent.destroy()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { fetch: createFetchByRequest(agent), url: `http://127.0.0.1:${port}`, server }
}

async function textOf({ body }: Response): Promise<string> {
  const reader = body?.getReader()
  const chunks: Uint8Array[] = []
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    chunks.push(next.value)
  }
  return Buffer.concat(chunks).toString()
}

test('it sends method, path, headers and body, and returns status, headers and body', async () => {
  const { fetch, url } = await serve(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += String(chunk)
    res.writeHead(201, { 'x-request-id': '1', 'set-cookie': ['a=1', 'b=2'] })
    res.end(`${req.method} ${req.url} ${req.headers['authorization']} ${body}`)
  })
  const response = await fetch(`${url}/v2/a?b=c`, {
    method: 'POST',
    headers: { authorization: 'Key k' },
    body: '{}',
  })

  expect(response).toMatchObject({ status: 201, redirected: false })
  expect(response.headers.get('x-request-id')).toBe('1')
  expect(response.headers.get('x-nothing')).toBeNull()
  const headers: [string, string][] = []
  response.headers.forEach((value, name) => headers.push([name, value]))
  expect(headers).toEqual(
    expect.arrayContaining([
      ['x-request-id', '1'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]),
  )
  expect(await textOf(response)).toBe('POST /v2/a?b=c Key k {}')
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (text: string) => text],
] as const)('a body with the coding %s is decoded', async (coding, encode) => {
  const { fetch, url } = await serve((_, res) => {
    res.setHeader('content-encoding', coding)
    res.end(encode('hello'))
  })
  expect(await textOf(await fetch(url))).toBe('hello')
})

test.each(['identity', 'gzip'])(
  'a large body waits for its reader, and arrives whole (%s)',
  async (coding) => {
    const text = randomBytes(9_000_000).toString('base64')
    const responses: ServerResponse[] = []
    const { fetch, url } = await serve((_, res) => {
      responses.push(res)
      res.setHeader('content-encoding', coding)
      res.end(coding === 'gzip' ? gzipSync(text) : text)
    })
    const response = await fetch(url)
    await setTimeout(200)
    // What no one reads is not taken from the socket.
    expect(responses.map((res) => res.writableFinished)).toEqual([false])
    expect((await textOf(response)) === text).toBe(true)
  },
)

test('a body that is not what its coding says fails in its reader', async () => {
  const { fetch, url } = await serve((_, res) => {
    res.setHeader('content-encoding', 'gzip')
    res.end('no gzip')
  })
  await expect(textOf(await fetch(url))).rejects.toThrow('incorrect header check')
})

test('a body that breaks off fails in its reader', async () => {
  const { fetch, url } = await serve((_, res) => {
    res.setHeader('content-length', '100')
    res.write('begun')
    setImmediate(() => res.destroy())
  })
  await expect(textOf(await fetch(url))).rejects.toBeInstanceOf(Error)
})

test('a redirect is not followed', async () => {
  let requests = 0
  const { fetch, url } = await serve((_, res) => {
    requests += 1
    res.writeHead(302, { location: '/' }).end()
  })
  expect((await fetch(url)).status).toBe(302)
  expect(requests).toBe(1)
})

test('a failure of the network is a TypeError with its cause, like that of fetch', async () => {
  const { fetch, url, server } = await serve(() => {})
  server.close()
  const error: unknown = await fetch(url).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNREFUSED' } })
})

test('an abort rejects with its reason, before and within the body', async () => {
  const { fetch, url } = await serve((req, res) => {
    if (req.url === '/begun') res.write('begun')
  })
  const early = new AbortController()
  const call = fetch(url, { signal: early.signal })
  early.abort(new Error('too late'))
  await expect(call).rejects.toThrow('too late')

  const late = new AbortController()
  const { body } = await fetch(`${url}/begun`, { signal: late.signal })
  const reader = body?.getReader()
  await reader?.read()
  late.abort(new Error('too late'))
  await expect(reader?.read()).rejects.toThrow('too late')
})

test('a cancelled body gives its connection back', async () => {
  const { fetch, url } = await serve((req, res) => {
    if (req.url === '/endless') res.write('x')
    else res.end('next')
  })
  const { body } = await fetch(`${url}/endless`)
  await body?.cancel()
  // The agent has only one.
  expect(await Promise.race([fetch(url).then(textOf), setTimeout(5_000)])).toBe('next')
})
