import { expect, test } from 'vitest'
import { rawRequest } from '../raw-request.ts'
import { ALLOW, LOOPBACK, readRedirect, REGISTERED, startSignIn } from './start-sign-in.ts'

test.each([
  ['javascript:alert(1)', 'must begin with https://'],
  ['data:text/html,x', 'must begin with https://'],
  ['https://app.example/signin/callback#x', 'must not have a fragment'],
  ['https://alice:secret@app.example/signin/callback', 'must not have a username'],
  ['http://localhost@evil.example/', 'must not have a username'],
  ['http://localhost\\@evil.example/', 'must not have a backslash'],
  ['http://localhost.evil.example/', 'must be https'],
  ['http://127.0.0.1.nip.io/', 'must be https'],
  ['http://0.0.0.0/', 'must be https'],
  ['http://127.1:3000/', 'must have its host as browsers write it'],
  ['ftp://localhost/', 'must begin with https://'],
  ['//localhost/', 'must be a whole URL'],
  ['https://app.example/', 'is not a redirect URI of demo-app'],
  [`${REGISTERED}/`, 'is not a redirect URI of demo-app'],
  [`${REGISTERED}?a=b`, 'is not a redirect URI of demo-app'],
  ['https://app.example/signin/Callback', 'is not a redirect URI of demo-app'],
  ['https://app.example/x/../signin/callback', 'is not a redirect URI of demo-app'],
  ['https://app.example:443/signin/callback', 'is not a redirect URI of demo-app'],
  ['https://app.example.evil.example/signin/callback', 'is not a redirect URI of demo-app'],
  ['http://app.example/signin/callback', 'must be https'],
  ['https://evil.example/', 'is not a redirect URI of demo-app'],
  ['https://xn--pp-example-9fb.example/', 'is not a redirect URI of demo-app'],
  ['', 'is missing'],
  [undefined, 'is missing'],
])('the redirect URI %j is shown on the page and never led to: it %s', async (uri, rule) => {
  const { open, answer } = await startSignIn()
  const change = { redirect_uri: uri }
  for (const refused of [await open(change), await answer(ALLOW, change)]) {
    expect(refused.status).toBe(400)
    expect(refused.headers.location).toBeUndefined()
    expect(refused.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(refused.text).toContain('<code>redirect_uri</code>')
    expect(refused.text).toContain(rule)
    expect(refused.text).toContain(uri ?? '')
    expect(refused.text).not.toContain('<a ')
    expect(refused.text).not.toContain('<form')
  }
})

test.each([['unknown'], [''], [undefined], ['../x'], ['<script>alert(1)</script>']])(
  'the client id %j is unknown, which the page says',
  async (id) => {
    const { open, answer } = await startSignIn()
    const change = { client_id: id }
    for (const refused of [await open(change), await answer(ALLOW, change)]) {
      expect(refused.status).toBe(400)
      expect(refused.headers.location).toBeUndefined()
      expect(refused.text).toContain('<code>client_id</code>')
      expect(refused.text).not.toContain('<script')
    }
  },
)

test('a redirect URI of another app is refused', async () => {
  const { open, control } = await startSignIn()
  const { body: shop } = await control('/apps', { name: 'shop' })
  const refused = await open({ client_id: shop.client_id, redirect_uri: REGISTERED })
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringContaining('is not a redirect URI of shop'),
  ])
})

test.each([['client_id'], ['redirect_uri']])(
  '%s given twice is shown on the page',
  async (name) => {
    const { url, path, host } = await startSignIn()
    const refused = await rawRequest(`${url}${path()}&${name}=x`, { headers: { host } })
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('more than once')])
  },
)

test.each([['state'], ['scope'], ['response_type']])(
  '%s given twice leads back with an error',
  async (name) => {
    const { url, path, host } = await startSignIn()
    const { headers } = await rawRequest(`${url}${path()}&${name}=x`, { headers: { host } })
    expect(readRedirect(headers)).toMatchObject({
      to: LOOPBACK,
      values: { error: 'invalid_request', error_description: `${name} is given more than once` },
    })
  },
)

test('what a request holds is text on the page', async () => {
  const { open, answer } = await startSignIn()
  const attack = '"><script>alert(1)</script>'
  const pages = [
    await open({ scope: attack, state: attack }),
    await open({ redirect_uri: attack }),
    await answer({ answer: 'allow', user: '', username: attack }),
    await answer({ answer: 'allow', user: attack }),
  ]
  for (const { text } of pages) {
    expect(text).not.toContain('<script')
    expect(text).not.toContain('"">')
  }
})

test('the page runs no script, is in no frame, and is not kept', async () => {
  const { open, answer } = await startSignIn()
  const page = await open()
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http:\/\/localhost:\* https:\/\/localhost:\* http:\/\/127\.0\.0\.1:\* https:\/\/127\.0\.0\.1:\*$/,
  )
  const registered = await open({ redirect_uri: REGISTERED })
  expect(registered.headers['content-security-policy']).toMatch(
    /; form-action 'self' https:\/\/app\.example$/,
  )
  const refused = await open({ client_id: 'x' })
  expect(refused.headers['content-security-policy']).toMatch(/; form-action 'none'$/)
  for (const { headers } of [page, refused, await answer(ALLOW)]) {
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  }
})

test.each([
  [{ origin: undefined }],
  [{ origin: 'null' }],
  [{ origin: 'https://evil.example' }],
  [{ origin: 'http://localhost:3000' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
])('CSRF: an answer with %j is refused, and no user is signed in', async (headers) => {
  const { url, path, host, call } = await startSignIn()
  const sent = { host, origin: url, 'content-type': 'application/x-www-form-urlencoded' }
  const given = Object.fromEntries(
    Object.entries({ ...sent, ...headers }).filter(([, value]) => value !== undefined),
  )
  const refused = await rawRequest(`${url}${path()}`, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'allow', user: '', username: 'carol' }).toString(),
    headers: given,
  })
  expect(refused.status).toBe(403)
  expect(refused.headers.location).toBeUndefined()
  expect((await call('GET', '/_mock/users')).body.users).toHaveLength(2)
})

test('CSRF: a GET answers nothing, whatever its query says', async () => {
  const { url, path, host, call } = await startSignIn()
  const query = '&answer=allow&user=&username=carol'
  expect((await rawRequest(`${url}${path()}${query}`, { headers: { host } })).status).toBe(200)
  expect((await call('GET', '/_mock/users')).body.users).toHaveLength(2)
})

test.each([
  [{ 'content-type': 'application/json' }, '{}', 415],
  [{ 'content-type': 'text/plain' }, 'answer=allow', 415],
  [{}, 'answer=maybe', 400],
  [{}, 'answer=constructor', 400],
  [{}, '', 400],
  [{}, `answer=allow&x=${'x'.repeat(20_000)}`, 413],
  [{ 'content-encoding': 'gzip' }, 'answer=allow', 415],
])('an answer with %j that is no form of the page gets a page', async (headers, body, status) => {
  const { url, path, host } = await startSignIn()
  const sent = { host, origin: url, 'content-type': 'application/x-www-form-urlencoded' }
  const refused = await rawRequest(`${url}${path()}`, {
    method: 'POST',
    body,
    headers: { ...sent, ...headers },
  })
  expect([refused.status, refused.headers['content-type']]).toEqual([
    status,
    'text/html; charset=utf-8',
  ])
})

test('other methods are 405', async () => {
  const { url, host } = await startSignIn()
  for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
    const refused = await rawRequest(`${url}/oauth/authorize`, { method, headers: { host } })
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
  }
})

test("M2: Pi's accounts host serves Pi Sign-in and nothing else", async () => {
  const { open, answer, url } = await startSignIn()
  const host = 'accounts.pinet.com'
  expect((await open({}, { host })).status).toBe(200)
  expect((await answer(ALLOW, {}, { host, origin: `https://${host}` })).status).toBe(303)
  expect((await answer(ALLOW, {}, { host, origin: 'https://pinet.com' })).status).toBe(403)
  for (const path of ['/', '/_mock', '/_wallet/users', '/v2/me', '/host', '/docs', '/oauthx']) {
    const refused = await rawRequest(`${url}${path}`, { headers: { host } })
    expect([path, refused.status]).toEqual([path, 403])
  }
  for (const other of ['pinet.com', 'accounts.pinet.com.evil.example', 'api.minepi.com']) {
    expect((await open({}, { host: other })).status).toBe(403)
  }
})
