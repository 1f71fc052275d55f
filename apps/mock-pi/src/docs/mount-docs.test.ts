import { expect, test } from 'vitest'
import { rawRequest } from '../../test/raw-request.ts'
import { startMock } from '../../test/start-mock.ts'

test.each([
  ['/openapi.json', '/v2/payments/{paymentId}/approve'],
  ['/openapi/chain.json', '/transactions/{tx_id}'],
  ['/openapi/control.json', '/_mock/sign-in'],
  ['/openapi/wallet.json', '/_wallet/sign-in'],
])('%s documents %s and names the address in use as its server', async (path, operation) => {
  const { url } = await startMock()
  const host = `localhost:${new URL(url).port}`
  const document = JSON.parse((await rawRequest(`${url}${path}`, { headers: { host } })).text)
  expect(document.openapi).toMatch(/^3\.1/)
  expect(Object.keys(document.paths)).toContain(operation)
  expect(document.servers).toEqual([{ url: `http://${host}`, description: 'This mock' }])
})

test('M9: the reference page, the only HTML, comes with a strict policy and the key filled in', async () => {
  const { url, apiKey } = await startMock()
  const page = await fetch(`${url}/docs`)
  const init = await fetch(`${url}/docs/init.js`)
  const scalar = await rawRequest(`${url}/docs/scalar.js`)

  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  for (const { headers } of [page, init]) {
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self';/,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
  }
  expect(await page.text()).not.toMatch(/<script>|\son\w+=/)
  expect(await init.text()).toContain(`Key ${apiKey}`)
  expect(scalar.headers['content-encoding']).toBe('gzip')
})

test('the vendored script arrives whole', async () => {
  const { url } = await startMock()
  const response = await fetch(`${url}/docs/scalar.js`, { headers: { 'accept-encoding': 'gzip' } })
  expect((await response.text()).length).toBeGreaterThan(1_000_000)
})

const chromium = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

test.each([[chromium], ['text/html']])(
  'a browser (Accept: %s) is led to the page',
  async (accept) => {
    const { url } = await startMock()
    const response = await rawRequest(url, { headers: { accept } })
    expect([response.status, response.headers.location, response.text]).toEqual([302, '/docs', ''])
  },
)

test.each([
  ['*/*'],
  ['application/json'],
  ['application/hal+json'],
  ['application/json, text/plain, */*'],
  ['application/json, text/html;q=0.5'],
  [undefined],
])("a program (Accept: %s) gets Horizon's root", async (accept) => {
  const { url } = await startMock()
  const response = await rawRequest(url, { headers: accept == null ? {} : { accept } })
  expect(response.status).toBe(200)
  expect(response.headers['content-type']).toBe('application/hal+json; charset=utf-8')
  expect(response.headers.vary).toBeUndefined()
})

test('other methods on the documents are 405', async () => {
  const { call } = await startMock()
  const response = await call('POST', '/openapi.json')
  expect(response.status).toBe(405)
  expect(response.headers.get('allow')).toBe('GET, HEAD')
})
