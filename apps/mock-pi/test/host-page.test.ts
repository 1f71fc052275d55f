import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

const APP = 'https://app.example'

async function startHost() {
  const mock = await startMock({ appOrigins: [APP] })
  const { body: shop } = await mock.control('/apps', {
    name: 'shop',
    origins: ['https://shop.example'],
  })
  const { host } = new URL(mock.url)
  const open = (app: string) =>
    rawRequest(`${mock.url}/host?${new URLSearchParams({ app }).toString()}`, { headers: { host } })
  return { ...mock, shop, open }
}

test.each([
  ['http://localhost:3000/page?a=b#c', 'http://localhost:3000'],
  ['http://[::1]:3000/', 'http:'],
  [`${APP}/`, APP],
])('%s is framed, and nothing else', async (app, source) => {
  const { open, appId } = await startHost()
  const { status, text, headers } = await open(app)
  expect(status).toBe(200)
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; .*frame-ancestors 'none'/,
  )
  expect(headers['content-security-policy']).toContain(`frame-src ${source};`)
  expect(headers['content-security-policy']).toContain("script-src 'self'")
  expect(text).toContain(`data-app-url="${app}"`)
  expect(text).toContain(`data-app-id="${appId}"`)
})

test('the registered origin says which app of the mock it is', async () => {
  const { open, shop } = await startHost()
  expect((await open('https://shop.example/a')).text).toContain(`data-app-id="${shop.app_id}"`)
})

test.each([
  ['javascript:alert(1)', 'http:// or https://'],
  ['data:text/html,x', 'http:// or https://'],
  ['file:///etc/passwd', 'http:// or https://'],
  ['blob:http://localhost:3000/1', 'http:// or https://'],
  ['localhost:3000', 'http:// or https://'],
  ['/docs', 'http:// or https://'],
  ['http://alice@localhost:3000/', 'must not have a username'],
  ['http://localhost@evil.example/', 'must not have a username'],
  ['https://evil.example/', 'https://evil.example is neither'],
  ['http://app.example/', 'http://app.example is neither'],
  ['https://app.example:8443/', 'https://app.example:8443 is neither'],
  ['http://localhost.evil.example/', 'is neither'],
  ['http://127.0.0.1.nip.io/', 'is neither'],
  ['http://0.0.0.0:3000/', 'is neither'],
])('%s is not framed, which the page says: %s', async (app, rule) => {
  const { open } = await startHost()
  const { status, text } = await open(app)
  expect(status).toBe(400)
  expect(text).toContain(rule)
  expect(text).not.toContain('<iframe')
  expect(text).not.toContain('<script')
})

test('what the URL holds is text on the page', async () => {
  const { open } = await startHost()
  const attack = `"><script>alert(1)</script>`
  for (const app of [attack, `http://localhost:3000/${attack}`, `http://localhost/#'${attack}`]) {
    expect((await open(app)).text).not.toContain('<script>')
  }
})

test('without an app the page asks for one', async () => {
  const { url } = await startHost()
  const { status, text } = await rawRequest(`${url}/host`)
  expect([status, text]).toEqual([200, expect.stringContaining('<form action="/host">')])
})

test('the script is for the mock itself, and other methods are 405', async () => {
  const { url } = await startHost()
  const script = await rawRequest(`${url}/host.js`)
  expect(script.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(script.headers['access-control-allow-origin']).toBeUndefined()
  for (const path of ['/host', '/host.js']) {
    const refused = await rawRequest(`${url}${path}`, { method: 'POST' })
    expect([refused.status, refused.headers.allow]).toEqual([405, 'GET, HEAD'])
    for (const host of ['api.testnet.minepi.com', 'sdk.minepi.com', 'evil.example']) {
      const foreign = await rawRequest(`${url}${path}`, { headers: { host } })
      expect([path, host, foreign.status]).toEqual([path, host, 403])
    }
  }
})
