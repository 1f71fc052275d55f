import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { startMock } from '../start-mock.ts'

async function startWorld() {
  const mock = await startMock()
  const one = mock.worlds.create({ name: 'one' })
  const { host } = new URL(mock.url)
  const get = (path: string, headers: Record<string, string> = {}) =>
    rawRequest(`${mock.url}${path}`, { headers: { host, ...headers } })
  return { mock, one, get, host }
}

test('Pi Sign-in under the prefix knows the client id of its world, and its token is of the world', async () => {
  const { mock, one, get, host } = await startWorld()
  const query = new URLSearchParams({
    response_type: 'token',
    client_id: one.clientId,
    redirect_uri: 'http://localhost:3000/callback',
  }).toString()
  expect((await get(`/oauth/authorize?${query}`)).status).toBe(400)
  const page = await get(`/w/one/oauth/authorize?${query}`)
  expect([page.status, page.text]).toEqual([200, expect.stringContaining('<form method="post">')])

  const { status, headers } = await rawRequest(`${mock.url}/w/one/oauth/authorize?${query}`, {
    method: 'POST',
    body: 'answer=allow&user=alice&scope=username',
    headers: { host, origin: mock.url, 'content-type': 'application/x-www-form-urlencoded' },
  })
  const [, token] = /access_token=([^&]+)/.exec(String(headers.location)) ?? []
  expect(status).toBe(303)
  const me = await mock.call('GET', '/v2/me', { headers: { authorization: `Bearer ${token}` } })
  expect(me.body.uid).toBe(one.world.users.find('alice')?.grants.get(one.appId)?.uid)
})

test('pages and documents of a world lead to it', async () => {
  const { one, get } = await startWorld()
  const root = await get('/w/one/', { accept: 'text/html' })
  expect([root.status, root.headers.location]).toEqual([302, '/w/one/docs'])
  expect((await get('/', { accept: 'text/html' })).headers.location).toBe('/docs')

  const docs = await get('/w/one/docs')
  expect(docs.text).toContain('<script src="/w/one/docs/scalar.js">')
  const init = await get('/w/one/docs/init.js')
  expect(init.text).toContain('/w/one/openapi/chain.json')
  expect(init.text).toContain(one.apiKey)
  const { text } = await get('/w/one/openapi.json')
  expect(JSON.parse(text).servers).toMatchObject([{ url: one.url }])

  const choose = await get('/w/one/host')
  expect(choose.text).toContain('<form action="/w/one/host">')
  const shown = await get('/w/one/host?app=http://localhost:3000/')
  expect(shown.text).toContain('src="/w/one/host.js"')
  expect(shown.text).toContain('href="/w/one/host?app=')
  expect(shown.text).toContain(`data-app-id="${one.appId}"`)
  for (const path of ['/pi-sdk.js', '/host.js', '/docs/scalar.js']) {
    expect((await get(`/w/one${path}`)).status).toBe(200)
  }
})

test('the origins of an app are those of its world', async () => {
  const { mock, one } = await startWorld()
  const origin = 'https://app.example'
  await mock.call('PATCH', `/w/one/_mock/apps/${one.appId}`, { json: { origins: [origin] } })
  const state = (prefix: string) =>
    rawRequest(`${mock.url}${prefix}/_wallet/state`, { headers: { origin } })
  expect((await state('/w/one')).status).toBe(200)
  expect((await state('')).status).toBe(403)
})

test("Pi's hosts are served under the prefix as without it", async () => {
  const { mock, one } = await startWorld()
  const at = async (host: string, path: string) => {
    const headers = { host, authorization: `Key ${one.apiKey}` }
    const { status, text } = await rawRequest(`${mock.url}${path}`, { headers })
    return [status, status === 200 ? JSON.parse(text)._links?.ledgers.href : JSON.parse(text).error]
  }
  expect(await at('api.testnet.minepi.com', '/w/one/')).toEqual([
    200,
    'https://api.testnet.minepi.com/w/one/ledgers{?cursor,limit,order}',
  ])
  expect(await at('api.minepi.com', '/v2/payments/x')).toEqual([404, 'payment_not_found'])
  expect(await at('api.minepi.com', '/w/one/_mock')).toEqual([403, 'host_not_allowed'])
})
