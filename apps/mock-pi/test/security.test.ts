import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

/** The first character with a percent-escape. */
const percent = (text: string) => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`
const json = { 'content-type': 'application/json' }

test('M1: the mock listens only on loopback unless told otherwise', async () => {
  const { addresses, logged } = await startMock()
  expect(addresses.map(({ address }) => address)).toContain('127.0.0.1')
  for (const { address } of addresses) expect(['127.0.0.1', '::1']).toContain(address)
  expect(logged).toEqual([])
})

test('M1: an address that the network reaches is bound only by name, and is warned of', async () => {
  const { addresses, logged, url } = await startMock({ hosts: ['0.0.0.0'] })
  expect(addresses.map(({ address }) => address)).toEqual(['0.0.0.0'])
  expect(logged).toEqual([expect.stringMatching(/^warning: listening on 0\.0\.0\.0: /)])
  expect(new URL(url).hostname).toBe('127.0.0.1')
})

test.each([
  ['/v2/me', 'evil.example', 'error', 'host_not_allowed'],
  ['/v2/me', 'localhost.evil.example', 'error', 'host_not_allowed'],
  ['/v2/me', '127.0.0.1.nip.io:3141', 'error', 'host_not_allowed'],
  ['/_mock', 'evil.example', 'error', 'host_not_allowed'],
  ['/_mock', 'api.minepi.com', 'error', 'host_not_allowed'],
  ['/_mock', 'api.testnet.minepi.com', 'error', 'host_not_allowed'],
  ['/_mock/', 'api.mainnet.minepi.com', 'error', 'host_not_allowed'],
  ['/', 'evil.example', 'title', 'Forbidden'],
  ['/docs', 'evil.example', 'title', 'Forbidden'],
  ['/docs', 'api.minepi.com', 'title', 'Forbidden'],
  ['/dashboard', 'api.minepi.com', 'title', 'Forbidden'],
  ['/openapi.json', 'evil.example', 'title', 'Forbidden'],
])('M2: %s with the foreign Host %s is refused', async (path, host, field, value) => {
  const { url } = await startMock()
  const response = await rawRequest(`${url}${path}`, { headers: { host } })
  expect(response.status).toBe(403)
  expect(JSON.parse(response.text)[field]).toBe(value)
  expect(response.headers['x-mock-rule']).toBeDefined()
  expect(response.text).toContain(host)
})

test.each([
  '127.0.0.1:3141, evil',
  '127.0.0.1, evil',
  'localhost:evil.example',
  'localhost:80:80',
  'localhost:-1',
  '[::1]evil.example',
  '[::1]:3141@evil.example',
  'api.minepi.com:evil.example',
  'api.testnet.minepi.com:443, evil',
])('M2: a Host is a name and a port, so %s is foreign', async (host) => {
  const { url } = await startMock()
  for (const path of ['/', '/v2/me', '/_mock']) {
    expect((await rawRequest(`${url}${path}`, { headers: { host } })).status).toBe(403)
  }
})

test.each([
  'localhost',
  'localhost:',
  'LOCALHOST:3141',
  '127.0.0.1',
  '[::1]',
  '[::1]:3141',
  'pi.test',
  'PI.test:1',
])('M2: the Host %s is served everywhere', async (host) => {
  const { url } = await startMock({ hostNames: ['Pi.test'] })
  for (const path of ['/', '/_mock']) {
    expect((await rawRequest(`${url}${path}`, { headers: { host } })).status).toBe(200)
  }
})

test("M2: Pi's own hosts are served what they serve at Pi", async () => {
  const { url } = await startMock()
  const status = async (host: string, path: string) =>
    (await rawRequest(`${url}${path}`, { headers: { host } })).status
  expect(await status('api.minepi.com', '/v2/me')).toBe(401)
  expect(await status('socialchain.app', '/v2/me')).toBe(401)
  expect(await status('api.testnet.minepi.com', '/')).toBe(200)
  expect(await status('api.testnet.minepi.com:443', '/')).toBe(200)
})

test("M2: the host of the other network has nothing of this one's", async () => {
  for (const [network, host] of [
    ['Pi Testnet', 'api.mainnet.minepi.com'],
    ['Pi Network', 'api.testnet.minepi.com:443'],
  ] as const) {
    const { url } = await startMock({ network })
    const response = await rawRequest(`${url}/`, { headers: { host } })
    expect(response.status).toBe(404)
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(JSON.parse(response.text).detail).toContain(network)
  }
})

test('M2: the Platform API is not found at a blockchain host, as at Pi', async () => {
  const { url } = await startMock()
  const headers = { host: 'api.testnet.minepi.com' }
  const response = await rawRequest(`${url}/v2/payments/abc`, { headers })
  expect(response.status).toBe(404)
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(response.headers['x-mock-rule']).toBe('invented/platform_at_horizon')
})

test('M2: the blockchain is not found at the host of the Platform, which says where it is', async () => {
  const { url } = await startMock()
  for (const path of ['/', '/fee_stats', `/transactions/${'a'.repeat(64)}`, '/openapi.json']) {
    for (const host of ['api.minepi.com', 'API.minepi.com.:443']) {
      const response = await rawRequest(`${url}${path}`, { headers: { host } })
      expect(response.status).toBe(404)
      expect(response.headers['content-type']).toBe('application/json; charset=utf-8')
      expect(response.headers['x-mock-rule']).toBe('invented/horizon_at_platform')
      const { error, error_message } = JSON.parse(response.text)
      expect(error).toBe('not_found')
      expect(error_message).toBe(
        `Pi has no endpoint GET ${path}. api.minepi.com has only /v2: the blockchain is at api.testnet.minepi.com (Pi Testnet) or api.mainnet.minepi.com (Pi Network).`,
      )
    }
  }
})

test.each(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', undefined])(
  'M3: a control request of type %s, as a page can send it, is refused',
  async (type) => {
    const { url, world } = await startMock()
    const before = world.worldId
    const headers = type == null ? {} : { 'content-type': type }
    for (const path of ['/_mock/reset', '/_mock/nothing']) {
      const response = await rawRequest(`${url}${path}`, { method: 'POST', headers, body: '{}' })
      expect(response.status).toBe(415)
      expect(JSON.parse(response.text).error).toBe('unsupported_media_type')
    }
    expect(world.worldId).toBe(before)
  },
)

test.each([
  'https://evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.nip.io',
  'http://localhost:3000',
  'http://127.0.0.1:5173',
  'https://localhost',
  'null',
])('M3: a page of %s controls nothing, whatever it sends', async (origin) => {
  const { url } = await startMock()
  for (const [method, path] of [
    ['POST', '/_mock/reset'],
    ['GET', '/_mock/apps'],
    ['OPTIONS', '/_mock/reset'],
  ]) {
    const headers = { ...json, origin }
    const response = await rawRequest(`${url}${path}`, { method: method!, headers })
    expect(response.status).toBe(403)
    expect(JSON.parse(response.text).error).toBe('origin_not_allowed')
  }
})

test("M3: the mock's own pages may control it, by each of its names", async () => {
  const { url } = await startMock()
  const { port } = new URL(url)
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
    const response = await rawRequest(`${url}/_mock/reset`, {
      method: 'POST',
      headers: { ...json, host, origin: `http://${host}` },
      body: '{}',
    })
    expect(response.status).toBe(200)
  }
})

test('M3: no response of the control API allows a page of another origin', async () => {
  const { url } = await startMock()
  const preflight = { origin: 'http://localhost:3000', 'access-control-request-method': 'POST' }
  for (const headers of [preflight, { origin: url }]) {
    for (const method of ['OPTIONS', 'GET', 'POST']) {
      const response = await rawRequest(`${url}/_mock/reset`, { method, headers })
      const cors = Object.keys(response.headers).filter((name) => name.startsWith('access-control'))
      expect(cors).toEqual([])
    }
  }
})

test('M3: a page that the mock serves under a configured name may control it', async () => {
  const { url } = await startMock({ hostNames: ['pi.test'] })
  const host = `pi.test:${new URL(url).port}`
  const status = async (origin: string) =>
    (await rawRequest(`${url}/_mock`, { headers: { host, origin } })).status
  expect(await status(`http://${host}`)).toBe(200)
  expect(await status('http://pi.test:1')).toBe(403)
})

test('M9: a memo with markup comes back as JSON that no browser takes for a page', async () => {
  const { asApp, call, havePayment } = await startMock()
  const memo = '<img src=x onerror=alert(1)>'
  const { id } = await havePayment('created', { memo, metadata: { '<b>': memo } })

  for (const response of [
    await asApp('GET', `/payments/${id}`),
    await call('GET', '/_mock/payments', { headers: { accept: 'text/html' } }),
  ]) {
    expect(response.text).toContain(memo)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('M9: markup in a path comes back as JSON', async () => {
  const { url } = await startMock()
  for (const path of ['/v2/<img src=x>', '/_mock/<img src=x>', '/<img src=x>']) {
    const { headers } = await rawRequest(`${url}${encodeURI(path)}`, {
      headers: { accept: 'text/html' },
    })
    expect(headers['content-type']).toMatch(/^application\/(problem\+)?json; charset=utf-8$/)
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test.each([
  ['a wallet seed', 'S… (a wallet seed)'],
  ['an access token', '… (a token)'],
])('M4: %s that was pasted where something else belongs is not repeated', async (kind, mask) => {
  const { asApp, control, call, logged, wallet, world, signIn } = await startMock()
  const secret = kind === 'a wallet seed' ? wallet.seed : await signIn()
  const payment = { amount: 1, memo: 'x', metadata: { a: 1 }, uid: secret }
  const responses = [
    await asApp('POST', '/payments', { payment }),
    await asApp('GET', `/payments/${secret}`),
    await asApp('POST', `/payments/${secret}/approve`),
    await asApp('GET', `/ads_network/status/${secret}`),
    await call('GET', `/v2/${secret}`),
    await call('DELETE', `/v2/payments/${secret}`),
    await control('/sign-in', { username: secret }),
    await control('/ledger/fund', { address: secret, amount: 1 }),
    await call('GET', `/_mock/${secret}`),
    await call('GET', `/_mock/${percent(secret)}`),
    await call('GET', `/v2/${percent(secret)}`),
    await call('GET', `/accounts/${secret}`),
    await call('POST', '/transactions', { body: new URLSearchParams({ tx: secret }) }),
    await call('POST', `/transactions?tx=${secret}`),
    await call('POST', '/transactions', { headers: { 'content-type': secret }, body: 'tx' }),
  ]
  world.payments = {
    ...world.payments,
    find() {
      throw new Error(secret)
    },
  }
  responses.push(await asApp('GET', `/payments/${secret}`))

  for (const response of responses) {
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.text).not.toContain(secret.slice(1))
  }
  expect(responses[0]?.text).toContain(`User with uid ${mask} was not found`)
  expect(responses.at(-1)?.status).toBe(500)
  expect(logged.join('\n')).toContain(`Error: ${mask}`)
  expect(logged.join('\n')).not.toContain(secret)
})

test.each([
  ['a Server API key', 'k3y0'.repeat(16)],
  ['a key of the proxy', `aloha_live_0aB1cD2eF3g_${'A1b2C3d'.repeat(7)}`],
  ['a token', `Bearer%20${'Rm9vQmFy'.repeat(5)}`],
])('M4: %s in a path reaches neither a log line nor a response', async (_, secret) => {
  const { call, logged, world } = await startMock()
  world.ledger.view = () => {
    throw new Error(`No transaction ${secret}`)
  }
  const responses = [
    await call('GET', `/v2/${secret}`),
    await call('GET', `/_mock/${secret}`),
    await call('GET', `/_mock/${percent(secret)}`),
    await call('GET', `/v2/${percent(secret)}`),
    await call('GET', `/transactions/${'ab'.repeat(32)}?cursor=${secret}`),
    await call('GET', `/ledgers/1?x=${secret}`),
  ]
  expect(responses.map(({ status }) => status)).toContain(500)
  expect(logged).not.toEqual([])
  const secretWord = secret.replace('Bearer%20', '')
  expect(logged.join('\n')).not.toContain(secretWord)
  for (const { text } of responses) expect(text).not.toContain(secretWord)
})

test('M12: every API key of a mock can be distinguished from a real one', async () => {
  const { apiKey, control } = await startMock()
  const { body: other } = await control('/apps')
  for (const key of [apiKey, other.api_key]) expect(key).toMatch(/^alohamock[a-z0-9]{55}$/)
})
