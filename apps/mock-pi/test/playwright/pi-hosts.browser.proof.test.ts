import { noPiHosts, usePi } from '@aloha-pi/mock-pi/playwright'
import { launchChromium, sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openContext } from './open-shop.ts'

const ORIGIN = 'https://shop.example'

async function openRouted(skip: TestContext['skip']) {
  const mock = await startMock()
  const opened = await openContext(await sharedBrowser(skip), ORIGIN)
  await usePi(opened.page, mock, { user: 'alice' })
  await opened.page.goto(`${ORIGIN}/`)
  return { mock, ...opened }
}

test('Pi’s APIs respond to a page as they do at Pi', async ({ skip }) => {
  const { mock, shop, outside } = await openRouted(skip)
  const { body } = await mock.control('/sign-in', { username: 'alice' })
  const authorization = `Bearer ${body.access_token}`
  expect([
    await shop.fetch('https://api.minepi.com/v2/me', { headers: { authorization } }),
    await shop.fetch('https://socialchain.app/v2/me', { headers: { authorization } }),
    await shop.fetch('https://api.testnet.minepi.com/ledgers', {
      headers: { 'x-client-name': 'js-stellar-sdk' },
    }),
    await shop.fetch('https://api.mainnet.minepi.com/ledgers'),
  ]).toEqual([200, 200, 200, 404])
  expect(outside).toEqual([])
})

test('a page cannot make the calls of its server', async ({ skip }) => {
  const { mock, shop } = await openRouted(skip)
  await shop.enter()
  const id = await shop.begin()
  const headers = { authorization: `Key ${mock.apiKey}` }
  const url = `https://api.minepi.com/v2/payments/${id}`
  expect([
    await shop.fetch(`${url}/approve`, { method: 'POST', headers }),
    await shop.fetch(url),
  ]).toEqual(['TypeError: Failed to fetch', 'TypeError: Failed to fetch'])
  const payment = await mock.asApp('GET', `/payments/${id}`)
  expect(payment.body.status.developer_approved).toBe(false)
})

test.for([
  'https://ads.minepi.com/ad',
  'https://minepi.com/',
  'https://develop.pinet.com/app',
  'https://x.socialchain.app/v2/me',
  'https://SANDBOX-api.minepi.com./v2/me',
  'https://sdk.minepi.com/_mock',
  'https://api.minepi.com/_wallet/state',
])('%s is refused', async (url, { skip }) => {
  const { page, outside } = await openRouted(skip)
  const response = await page.goto(url)
  expect([403, 404]).toContain(response?.status())
  expect(outside).toEqual([])
})

test('plain http, other ports and WebSockets are refused as well', async ({ skip }) => {
  const { page, shop, outside } = await openRouted(skip)
  expect([
    await shop.fetch('https://api.minepi.com:8443/v2/me'),
    await shop.fetch('http://api.minepi.com/v2/me'),
  ]).toEqual(['TypeError: Failed to fetch', 'TypeError: Failed to fetch'])
  const closed = page.evaluate(
    () =>
      new Promise((resolve) => {
        new WebSocket('wss://live.minepi.com/').addEventListener('close', ({ code }) => {
          resolve(code)
        })
      }),
  )
  expect(await closed).toBe(1008)
  expect(outside).toEqual([])
})

test('names that resemble those of Pi are not touched', async ({ skip }) => {
  const { shop, outside } = await openRouted(skip)
  const urls = [
    'https://notminepi.com/',
    'https://minepi.com.example/',
    'https://a.example/minepi.com',
  ]
  for (const url of urls) await shop.fetch(url)
  expect(outside).toEqual(urls)
})

test('the wallet is closed to frames of other origins', async ({ skip }) => {
  const { context, page, shop } = await openRouted(skip)
  await context.route('https://ads.example/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>ad</title>' }),
  )
  await page.evaluate(() => {
    const frame = document.createElement('iframe')
    frame.src = 'https://ads.example/'
    document.body.append(frame)
    return new Promise((resolve) => frame.addEventListener('load', resolve))
  })
  const frame = page.frames().find((each) => each.url() === 'https://ads.example/')
  const state = 'https://sdk.minepi.com/_wallet/state'
  const tried = frame?.evaluate((url) => fetch(url).then(({ status }) => status, String), state)
  expect([await tried, await shop.fetch(state)]).toEqual(['TypeError: Failed to fetch', 200])
})

test('a page whose origin is registered pays its own app', async ({ skip }) => {
  const { mock, shop } = await openRouted(skip)
  const { body: app } = await mock.control('/apps', { name: 'other', origins: [ORIGIN] })
  expect(await shop.enter()).toEqual(['entered', 'alice'])
  const id = await shop.begin()
  const { body } = await mock.call('GET', '/_mock/payments?limit=1')
  expect(body.payments).toMatchObject([{ app_id: app.app_id, payment: { identifier: id } }])
})

test('a stream of the blockchain brings its events', async ({ skip }) => {
  const { mock, context, page, shop } = await openRouted(skip)
  // Pages of this machine need no permission.
  await context.grantPermissions(['local-network-access'])
  await page.evaluate(() => {
    events.length = 0
    new EventSource('https://api.testnet.minepi.com/ledgers').addEventListener(
      'message',
      ({ data }) => events.push([JSON.parse(data).sequence]),
    )
  })
  const [first] = await shop.event(0)
  const known = await page.evaluate(() => events.length)
  await mock.control('/ledger/close', { count: 1 })
  expect(await shop.event(known)).toEqual([Number(first) + known])
})

test('with the arguments noPiHosts, a redirect that is not routed fails', async ({ skip }) => {
  const launched = await launchChromium(noPiHosts)
  if (!launched.ok) return skip(launched.reason)
  onTestFinished(() => launched.browser.close())
  const mock = await startMock()
  const page = await launched.browser.newPage()
  await usePi(page, mock, { user: 'alice' })
  // Playwright routes the first URL only.
  await page.route('https://shop.example/login', (route) =>
    route.fulfill({ status: 302, headers: { location: 'https://accounts.pinet.com/oauth' } }),
  )
  await expect(page.goto('https://shop.example/login')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
})
