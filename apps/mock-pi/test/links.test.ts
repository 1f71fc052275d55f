import { expect, test } from 'vitest'
import { rawRequest } from './raw-request.ts'
import { startMock } from './start-mock.ts'

type Asked = { url: string; host?: string; headers?: Record<string, string> }

const get = async ({ url, host, headers = {} }: Asked, path: string) => {
  const response = await rawRequest(`${url}${path}`, {
    headers: host == null ? headers : { host, ...headers },
  })
  expect(response.status).toBe(200)
  return response.text
}

/** The origins of every link in a text. */
const originsIn = (text: string) => [
  ...new Set([...text.matchAll(/"(?:href|_link)":"(\w+:\/\/[^/"]+)/g)].map(([, origin]) => origin)),
]

/** Every kind of resource that carries links. */
async function horizonPaths(url: string) {
  const newest = JSON.parse(await get({ url }, '/transactions?order=desc&limit=1'))
  const [{ hash, ledger, source_account }] = newest._embedded.records
  const operations = JSON.parse(await get({ url }, '/operations?limit=1'))
  const [{ id }] = operations._embedded.records
  return [
    '/',
    '/ledgers?limit=2',
    `/ledgers/${ledger}`,
    `/ledgers/${ledger}/payments`,
    '/transactions?limit=2',
    `/transactions/${hash}`,
    `/transactions/${hash}/operations`,
    `/accounts/${source_account}`,
    `/accounts/${source_account}/payments?join=transactions`,
    `/operations/${id}`,
    '/payments',
  ]
}

async function havePaid(options: Parameters<typeof startMock>[0] = {}) {
  const mock = await startMock({ hostNames: ['mock', 'pi.test'], ...options })
  const { id, txid } = await mock.havePayment('completed')
  return { ...mock, id, txid, paths: await horizonPaths(mock.url) }
}

test.each([
  ['its own address', undefined, undefined],
  ['another container', 'mock:3141', 'http://mock:3141'],
  ['a mapped port', 'localhost:8080', 'http://localhost:8080'],
  ['the port of http', 'mock', 'http://mock'],
  ['a port left empty', 'mock:', 'http://mock'],
  ['a redirected host', 'api.testnet.minepi.com', 'https://api.testnet.minepi.com'],
  [
    'a redirected host with its port',
    'API.testnet.minepi.com:443',
    'https://api.testnet.minepi.com',
  ],
])('every link of Horizon leads to where the request came: %s', async (_what, host, origin) => {
  const { url, paths } = await havePaid()
  for (const path of paths) {
    const text = await get({ url, ...(host != null && { host }) }, path)
    expect([path, originsIn(text)]).toEqual([path, [origin ?? url]])
  }
})

test.each([
  ['Pi Testnet', 'https://api.testnet.minepi.com'],
  ['Pi Network', 'https://api.mainnet.minepi.com'],
] as const)(
  'a payment links its transaction at the Host that was asked; a redirected one, at the chain of %s',
  async (network, chain) => {
    const { url, id, txid, apiKey } = await havePaid({ network })
    const headers = { authorization: `Key ${apiKey}` }
    const linkAt = async (host: string) => {
      const payment = JSON.parse(await get({ url, host, headers }, `/v2/payments/${id}`))
      return payment.transaction._link
    }

    expect(await linkAt('mock:3141')).toBe(`http://mock:3141/transactions/${txid}`)
    expect(await linkAt('api.minepi.com')).toBe(`${chain}/transactions/${txid}`)
  },
)

test('a page that knows the mock as the host of Pi’s script gets links to the mock itself', async () => {
  const { url, signIn, havePayment } = await startMock()
  const headers = { authorization: `Bearer ${await signIn()}` }
  const { txid } = await havePayment('paid')
  const response = await get({ url, host: 'sdk.minepi.com', headers }, '/v2/payments/incomplete')
  expect(JSON.parse(response).payment.transaction._link).toBe(`${url}/transactions/${txid}`)
})

test('the control API links to where it is asked', async () => {
  const { url, txid } = await havePaid()
  const text = await get({ url, host: 'mock:3141' }, '/_mock/payments')
  expect(text).toContain(`"_link":"http://mock:3141/transactions/${txid}"`)
})

test('https is taken from X-Forwarded-Proto only where it is trusted', async () => {
  const [trusting, other] = [await havePaid({ trustForwardedProto: true }), await havePaid()]
  const originFor = async (url: string, proto: string) =>
    originsIn(await get({ url, host: 'pi.test', headers: { 'x-forwarded-proto': proto } }, '/'))

  expect(await originFor(other.url, 'https')).toEqual(['http://pi.test'])
  expect(await originFor(trusting.url, 'https')).toEqual(['https://pi.test'])
  expect(await originFor(trusting.url, 'HTTPS , http')).toEqual(['https://pi.test'])
  expect(await originFor(trusting.url, 'http, https')).toEqual(['http://pi.test'])
  expect(await originFor(trusting.url, 'javascript')).toEqual(['http://pi.test'])
})

test('a public URL is where every link leads, whatever was asked', async () => {
  const publicUrl = 'https://pi.example:8443/base/'
  const { url, id, txid, apiKey, paths } = await havePaid({ publicUrl })
  const headers = { authorization: `Key ${apiKey}` }

  for (const host of ['localhost', 'api.testnet.minepi.com']) {
    for (const path of paths) {
      expect(originsIn(await get({ url, host }, path))).toEqual(['https://pi.example:8443'])
    }
  }
  const payment = JSON.parse(
    await get({ url, host: 'api.minepi.com', headers }, `/v2/payments/${id}`),
  )
  expect(payment.transaction._link).toBe(`https://pi.example:8443/base/transactions/${txid}`)
})

test.each([
  ['pi.example', 'must be a URL like https://pi.example'],
  ['ftp://pi.example', 'must be a URL like https://pi.example'],
  ['https://pi.example/?a=1', 'must not have a user, a query or a fragment'],
  ['https://user:word@pi.example', 'must not have a user, a query or a fragment'],
])('the public URL %s is refused before the mock starts', async (publicUrl, rule) => {
  await expect(startMock({ publicUrl })).rejects.toThrow(`The publicUrl ${rule}`)
})

test('the list of allowed hosts is applied before the links', async () => {
  const { url } = await startMock({ publicUrl: 'https://pi.example' })
  for (const host of ['pi.example', 'mock:3141', 'mock"><script>']) {
    expect((await rawRequest(`${url}/`, { headers: { host } })).status).toBe(403)
  }
})
