import { operationsOf } from '@aloha-pi/contracts'
import { controlContract } from '@aloha-pi/contracts/control'
import { walletContract } from '@aloha-pi/contracts/wallet'
import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { startMock } from '../start-mock.ts'

const json = { 'content-type': 'application/json' }
const APP = 'https://app.example'

/** Every method of every path of both APIs, and paths that there are not. */
const routes = [walletContract, controlContract].flatMap((contract) =>
  operationsOf(contract).map(({ route }) => ({
    method: route.method,
    path: route.path.replace(/:\w+/g, 'abc'),
  })),
)
const paths = [
  ...new Set([...routes.map(({ path }) => path), '/_wallet', '/_wallet/', '/_wallet/x']),
]

const foreign = [
  '',
  'http://localhost.evil.example',
  'http://127.0.0.1.nip.io',
  'http://127.0.0.1.nip.io:3000',
  'http://evil.example@localhost:3000',
  'http://localhost:3000@evil.example',
  'http://localhost:x@evil.example',
  'http://localhost:3000/',
  'http://localhost:3000, https://evil.example',
  'http://localhost.:3000',
  'http://localhost:333333',
  'http://127.0.0.2:3000',
  'http://[::1%25lo]:3000',
  'file://localhost',
  'ftp://localhost',
  'http://evil.localhost:3000',
  'https://app.example.evil.example',
  'https://app.example:8443',
  'http://app.example',
  'https://APP.example',
  `${APP}/`,
]

/**
 * Asks with each method, and for each with a preflight; names what is not a 403 `origin_not_allowed`, or has a CORS
 * header.
 */
async function findAllowed(url: string, origin: string, targets: readonly string[]) {
  const asked = targets.flatMap((path) =>
    ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'].flatMap((method) => [
      { path, method, headers: { ...json, origin } },
      {
        path,
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type',
          'access-control-request-private-network': 'true',
        },
      },
    ]),
  )
  const allowed: string[] = []
  for (const { path, method, headers } of asked) {
    const body = method === 'POST' || method === 'PATCH' ? { body: '{}' } : {}
    const response = await rawRequest(`${url}${path}`, { method, headers, ...body })
    const hasCors = Object.keys(response.headers).some((name) => name.startsWith('access-control'))
    const isRefused = method === 'HEAD' || response.text.includes('"error":"origin_not_allowed"')
    if (response.status !== 403 || hasCors || !isRefused) {
      allowed.push(`${method} ${path}: ${response.status} ${response.text}`)
    }
  }
  return allowed
}

test.each(['https://evil.example', 'null'])(
  'M3: a page of %j gets nothing from any route of the wallet and the control API',
  async (origin) => {
    const { url, world, logged } = await startMock()
    const before = world.worldId
    expect(paths.length).toBeGreaterThan(30)
    expect(await findAllowed(url, origin, paths)).toEqual([])
    expect([world.worldId, world.users.list().length, logged]).toEqual([before, 2, []])
  },
)

test.each(foreign)('M3: the origin %j is neither local nor registered', async (origin) => {
  const { url } = await startMock({ appOrigins: [APP] })
  expect(await findAllowed(url, origin, ['/_wallet/users', '/_mock/apps'])).toEqual([])
})

const local = [
  'http://localhost',
  'https://localhost',
  'http://localhost:3000',
  'https://localhost:8443',
  'http://127.0.0.1:5173',
  'http://[::1]:3000',
]

test.each([...local, APP])('a page of %s acts as the user, and reads refusals', async (origin) => {
  const { url } = await startMock({ appOrigins: [APP] })
  for (const { method, path } of operationsOf(walletContract).map(({ route }) => route)) {
    const target = `${url}${path.replace(/:\w+/g, 'abc')}`
    const preflight = await rawRequest(target, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type',
      vary: 'Origin',
    })
    expect(preflight.headers['access-control-allow-private-network']).toBeUndefined()
    const body = method === 'POST' ? { body: '[]' } : {}
    const response = await rawRequest(target, { method, headers: { ...json, origin }, ...body })
    expect([200, 400, 404]).toContain(response.status)
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'x-request-id, x-mock-rule',
      'cache-control': 'no-store',
      vary: 'Origin',
    })
    for (const { headers } of [preflight, response]) {
      expect(headers['access-control-allow-credentials']).toBeUndefined()
    }
  }
})

test('a public page of the app may reach this machine when the browser asks first', async () => {
  const { url } = await startMock({ appOrigins: [APP] })
  const { headers } = await rawRequest(`${url}/_wallet/state`, {
    method: 'OPTIONS',
    headers: {
      origin: APP,
      'access-control-request-method': 'GET',
      'access-control-request-private-network': 'true',
    },
  })
  expect(headers['access-control-allow-private-network']).toBe('true')
})

test.each([...local, APP])(
  'M3: a page of %s still gets nothing from the control API',
  async (origin) => {
    const { url } = await startMock({ appOrigins: [APP] })
    for (const [method, path] of [
      ['GET', '/_mock'],
      ['POST', '/_mock/reset'],
      ['OPTIONS', '/_mock/reset'],
    ] as const) {
      const headers = { ...json, origin, 'access-control-request-method': 'POST' }
      const response = await rawRequest(`${url}${path}`, { method, headers })
      expect(response.status).toBe(403)
      expect(Object.keys(response.headers).join()).not.toContain('access-control')
    }
  },
)

test('an origin may act from the moment that it is registered until it is not', async () => {
  const { url, control, appId } = await startMock()
  const status = async () =>
    (await rawRequest(`${url}/_wallet/state`, { headers: { origin: APP } })).status
  expect(await status()).toBe(403)
  await control(`/apps/${appId}`, { origins: [APP] }, 'PATCH')
  expect(await status()).toBe(200)
  await control(`/apps/${appId}`, { origins: [] }, 'PATCH')
  expect(await status()).toBe(403)
})

test("a registered page acts for its own app, and sees that app's payments only", async () => {
  const { call, control, appId, havePayment } = await startMock({ appOrigins: [APP] })
  const shopOrigin = 'https://shop.example'
  const { body: shop } = await control('/apps', { name: 'shop', origins: [shopOrigin] })
  const { id } = await havePayment('approved')
  const ask = (method: string, path: string, origin: string, body?: unknown) =>
    call(method, `/_wallet${path}`, { headers: { origin }, ...(body != null && { json: body }) })

  const app_id = appId
  for (const [method, path, body] of [
    ['GET', `/state?app_id=${appId}`, undefined],
    ['GET', `/users?app_id=${appId}`, undefined],
    ['POST', '/sign-in', { username: 'alice', scopes: ['username'], app_id }],
    ['POST', '/reports', { kind: 'call', name: 'init', app_id }],
  ] as const) {
    expect((await ask(method, path, APP, body)).status).toBeLessThan(300)
    const refused = await ask(method, path, shopOrigin, body)
    expect(refused).toMatchObject({ status: 403, body: { error: 'origin_not_allowed' } })
    expect(refused.body.error_message).toContain(shopOrigin)
    const ofThisMachine = await ask(method, path, 'http://localhost:3000', body)
    expect(ofThisMachine.status).toBeLessThan(300)
  }
  for (const [method, path, body] of [
    ['GET', `/payments/${id}`, undefined],
    ['POST', '/reports', { kind: 'call', name: 'x', payment_id: id }],
    ['POST', `/payments/${id}/pay`, {}],
    ['POST', `/payments/${id}/cancel`, {}],
  ] as const) {
    const refused = await ask(method, path, shopOrigin, body)
    expect(refused).toMatchObject({
      status: 404,
      body: { error_message: `There is no payment ${id}` },
    })
  }
  expect((await ask('GET', `/payments/${id}`, APP)).body.version).toBe(2)
  expect((await ask('GET', '/state', shopOrigin)).body.app.app_id).toBe(shop.app_id)
})

test('M3: an image, a script or a link of another site gets nothing', async () => {
  const { url } = await startMock()
  const status = async (site: string) =>
    (await rawRequest(`${url}/_wallet/state`, { headers: { 'sec-fetch-site': site } })).status
  expect(await Promise.all(['cross-site', 'same-site', 'x', ''].map(status))).toEqual([
    403, 403, 403, 403,
  ])
  expect(await Promise.all(['same-origin', 'none'].map(status))).toEqual([200, 200])
})

test('a program without an Origin is served, without CORS headers', async () => {
  const { url } = await startMock()
  const response = await rawRequest(`${url}/_wallet/state`)
  expect(response.status).toBe(200)
  expect(Object.keys(response.headers).join()).not.toContain('access-control')
})

test('M2: the wallet is served under the own names of the mock only', async () => {
  const { url } = await startMock({ hostNames: ['pi.test'] })
  const ask = (host: string, headers = {}) =>
    rawRequest(`${url}/_wallet/state`, { headers: { host, ...headers } })
  for (const host of [
    'evil.example',
    '127.0.0.1.nip.io',
    'api.minepi.com',
    'api.testnet.minepi.com',
  ]) {
    const refused = await ask(host, { origin: 'http://localhost:3000' })
    expect(refused.status).toBe(403)
    expect(JSON.parse(refused.text).error).toBe('host_not_allowed')
    expect(refused.headers['x-mock-rule']).toBe('wallet/host_not_allowed')
  }
  for (const host of ['localhost', '[::1]:3141', 'pi.test:1']) {
    expect((await ask(host)).status).toBe(200)
    expect((await ask(host, { origin: `http://${host}` })).status).toBe(200)
  }
  expect((await ask('localhost', { origin: 'http://pi.test' })).status).toBe(403)
})

test.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', undefined])(
  'M3: a body of type %s, which a page sends without asking, is refused',
  async (type) => {
    const { url, world } = await startMock()
    const origin = 'http://localhost:3000'
    for (const headers of [{ origin }, {}]) {
      for (const path of ['/_wallet/users', '/_wallet/nothing']) {
        const response = await rawRequest(`${url}${path}`, {
          method: 'POST',
          headers: { ...headers, ...(type != null && { 'content-type': type }) },
          body: '{"username":"carol"}',
        })
        expect(response.status).toBe(415)
        expect(JSON.parse(response.text)).toEqual({
          error: 'unsupported_media_type',
          error_message: 'Send the body as application/json',
        })
      }
    }
    expect(world.users.find('carol')).toBeUndefined()
  },
)

test.each([
  ['GET', '/_wallet/nothing', 404, 'not_found'],
  ['DELETE', '/_wallet/users', 405, 'method_not_allowed'],
  ['OPTIONS', '/_wallet/users', 405, 'method_not_allowed'],
  ['POST', '/_wallet/users', 413, 'request_too_large'],
])('%s %s has the shape of the wallet API: %i %s', async (method, path, status, error) => {
  const { url } = await startMock()
  const body = method === 'POST' ? `{"username":"${'a'.repeat(1_100_000)}"}` : undefined
  const response = await rawRequest(`${url}${path}`, {
    method,
    headers: { ...json, origin: 'http://localhost:3000' },
    ...(body != null && { body }),
  })
  expect(response.status).toBe(status)
  expect(JSON.parse(response.text).error).toBe(error)
  expect(response.headers['x-mock-rule']).toBe(`wallet/${error}`)
  expect(response.headers['access-control-allow-origin']).toBe('http://localhost:3000')
  expect(response.headers.allow).toBe(status === 405 ? 'GET, HEAD, POST' : undefined)
})
