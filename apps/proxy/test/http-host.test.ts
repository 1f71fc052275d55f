import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startFakePi } from './fake-pi.ts'
import { startTestApp } from './start-test-app.ts'
import { startTestProxy } from './start-test-proxy.ts'

const pi = await startFakePi()
const proxy = await startTestProxy(pi.url)
const everywhere = await startTestApp({ settings: development('0.0.0.0', '::') })
const oneAddress = await startTestApp({ settings: development('192.168.7.7', 'fd00::7') })
const live = await startTestApp()
afterAll(async () => {
  for (const each of [proxy, everywhere, oneAddress, live, pi]) await each.close()
})

function development(...bound: string[]) {
  return { development: { key: DEVELOPMENT_KEY, bound } }
}

/** fetch lets no one write this header. */
async function send(url: string, method: string, path: string, headers: Record<string, string>) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number | undefined
    body: unknown
  }>()
  const { hostname, port } = new URL(url)
  const authorization = `Bearer ${DEVELOPMENT_KEY}`
  request({ hostname, port, method, path, headers: { authorization, ...headers } }, (res) =>
    json(res).then((body) => resolve({ status: res.statusCode, body }), reject),
  )
    .on('error', reject)
    .end()
  return promise
}

const foreign = [
  'evil.example',
  'evil.example:3142',
  'localhost.evil.example',
  'evil.example#localhost',
  'localhost@evil.example',
  '127.0.0.1.nip.io',
  '127.0.0.2',
]

test.each(foreign)(
  'P33: in front of a mock the Host %j is 403 and nothing is done',
  async (host) => {
    const id = pi.havePayment('created')
    const before = pi.requests.length
    const forwarded = { 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' }
    for (const [method, path] of [
      ['POST', `/v1/transaction/u2a/approve/${id}`],
      ['GET', `/v1/transaction/u2a/details/${id}`],
      ['GET', '/docs/init.js'],
      ['GET', '/healthz'],
      ['GET', '/nowhere'],
    ] as const) {
      expect(await send(proxy.url, method, path, { host, ...forwarded })).toEqual({
        status: 403,
        body: expect.objectContaining({
          success: false,
          code: 'host_not_allowed',
          error:
            'In front of a mock this proxy accepts only requests for the hosts localhost, 127.0.0.1, [::1]',
        }),
      })
    }
    expect(pi.requests.length).toBe(before)
  },
)

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '127.0.0.1:3142', '[::1]', '[::1]:3142'])(
  'in front of a mock the Host %s is served',
  async (host) => {
    expect(await send(proxy.url, 'GET', '/healthz', { host })).toMatchObject({ status: 200 })
  },
)

test('in front of a mock the addresses of HOST are served', async () => {
  for (const host of ['192.168.7.7:80', '[fd00::7]']) {
    expect(await send(oneAddress.url, 'GET', '/healthz', { host })).toMatchObject({ status: 200 })
    expect(await send(everywhere.url, 'GET', '/healthz', { host })).toMatchObject({ status: 200 })
  }
  const host = '192.168.7.8'
  expect(await send(oneAddress.url, 'GET', '/healthz', { host })).toMatchObject({ status: 403 })
  for (const name of ['evil.example', '192.168.7.7.nip.io']) {
    expect(await send(everywhere.url, 'GET', '/healthz', { host: name })).toMatchObject({
      status: 403,
    })
  }
})

test('P20: in front of Pi a foreign Host changes nothing', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
  const { status, body } = await send(live.url, 'GET', '/healthz', headers)
  expect(status).toBe(200)
  expect(JSON.stringify(body)).not.toContain('evil')
})
