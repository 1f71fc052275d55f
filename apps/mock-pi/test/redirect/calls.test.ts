import { createHash } from 'node:crypto'
import { once } from 'node:events'
import https from 'node:https'
import { createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { clients } from './clients.ts'
import { startRecordingServer } from './recording-server.ts'
import { redirectTo } from './redirect-to.ts'

const each = Object.entries(clients)
const PI = [
  'api.minepi.com',
  'socialchain.app',
  'api.testnet.minepi.com',
  'api.mainnet.minepi.com',
  'rpc.testnet.minepi.com',
]

test.each(each)('%s reaches the mock at each host of Pi, which it names', async (_name, call) => {
  const server = await startRecordingServer()
  redirectTo(server)

  for (const host of PI) {
    expect(await call(`https://${host}/v2/me?x=1`)).toEqual({ status: 200, body: '' })
    expect(await call(`https://${host}/paid`, { body: 'ä=1' })).toEqual({
      status: 200,
      body: 'ä=1',
    })
  }

  expect(server.requests.map(({ method, host, url }) => `${method} ${host}${url}`)).toEqual(
    PI.flatMap((host) => [`GET ${host}/v2/me?x=1`, `POST ${host}/paid`]),
  )
})

test.each(each)('%s gets an error that names the mock and how to start it', async (_name, call) => {
  const port = await closedPort()
  redirectTo({ url: `http://127.0.0.1:${port}` })

  const error: unknown = await call('https://api.testnet.minepi.com/').catch((reason) => reason)

  const said = [error, (error as Error).cause].map((one) => (one as Error | undefined)?.message)
  expect(said).toContain(
    `api.testnet.minepi.com is redirected to the mock at http://127.0.0.1:${port}, which does not respond (connect ECONNREFUSED 127.0.0.1:${port}). Start it with \`mock-pi --port ${port}\`, or set MOCK_PI_URL to another one.`,
  )
  const codes = [error, (error as Error).cause].map((one) => (one as { code?: string }).code)
  expect(codes).toContain('ECONNREFUSED')
})

test.each(each)('%s carries 4 MB each way', async (_name, call) => {
  const server = await startRecordingServer()
  redirectTo(server)
  const body = createHash('sha512').update('seed').digest('hex').repeat(32_768)

  const response = await call('https://api.minepi.com/', { body })

  expect(response.body.length).toBe(body.length)
  expect(response.body === body).toBe(true)
})

test.each(each)(
  '%s can be aborted while the mock thinks, and called again',
  async (_name, call) => {
    const abort = new AbortController()
    const gone = Promise.withResolvers<void>()
    const server = await startRecordingServer((res, { url }) => {
      if (url === '/slow') {
        res.once('close', () => gone.resolve())
        abort.abort()
      } else res.end('fast')
    })
    redirectTo(server)

    await expect(call('https://api.minepi.com/slow', { signal: abort.signal })).rejects.toThrow(
      /abort|cancel/i,
    )

    await gone.promise
    expect(await call('https://api.minepi.com/')).toMatchObject({ body: 'fast' })
  },
)

const keeping = each.filter(([name]) => /own Agent|default Agent|fetch$|undici/.test(name))

test.each(keeping)('%s keeps its connection for further requests', async (_name, call) => {
  const server = await startRecordingServer()
  redirectTo(server)
  const bodies = ['1', '2', '3', '4', '5', '6']

  for (const body of bodies) await call('https://api.minepi.com/', { body })

  expect(server.requests.map(({ body }) => String(body))).toEqual(bodies)
  // undici opens a second one while the first request settles, without a redirection as well.
  expect(server.sockets()).toBeLessThanOrEqual(2)
})

test('requests at the same time get their own responses', async () => {
  const server = await startRecordingServer()
  redirectTo(server)
  const bodies = Array.from({ length: 50 }, (_, index) => `request ${index}`)

  const responses = await Promise.all(
    bodies.map((body) => clients.fetch('https://api.minepi.com/', { body })),
  )

  expect(responses.map(({ body }) => body)).toEqual(bodies)
})

test('the name may be in capitals, as a name is the same host then', async () => {
  const server = await startRecordingServer()
  redirectTo(server)

  const [response] = await once(https.get({ host: 'API.MINEPI.COM', agent: false }), 'response')
  response.resume()

  expect(server.requests).toMatchObject([{ host: 'API.MINEPI.COM' }])
})

test('a request that waits too long times out', async () => {
  const server = await startRecordingServer(() => {})
  redirectTo(server)

  const sent = https.get('https://api.minepi.com/', { timeout: 20 }).on('error', () => {})

  const timedOut = once(sent, 'timeout')
  await expect.poll(() => server.requests.length).toBe(1)
  await timedOut
  sent.destroy()
})

test('a connection that breaks is the usual error, for the mock was there', async () => {
  const server = await startRecordingServer((_res, _request, req) => req.socket.resetAndDestroy())
  redirectTo(server)

  await expect(clients['https, default Agent']('https://api.minepi.com/')).rejects.toMatchObject({
    code: 'ECONNRESET',
    message: 'read ECONNRESET',
  })
})

async function closedPort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Bound to an address, so the address is not that of a pipe.
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
