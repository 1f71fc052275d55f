import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test, type TestContext } from 'vitest'
import { chainDocument, controlDocument, platformDocument } from '../src/index.ts'
import type { ServedDocument } from '../src/reference-page/index.ts'
import { documents as built, operationsOf } from './documents.ts'
import { serveReference } from './serve-reference.ts'

const documents: ServedDocument[] = [
  {
    title: 'Platform API',
    slug: 'platform',
    url: '/openapi.json',
    build: async () => platformDocument(),
  },
  {
    title: 'Blockchain',
    slug: 'chain',
    url: '/openapi/chain.json',
    build: async () => chainDocument(),
  },
  {
    title: 'Control',
    slug: 'control',
    url: '/openapi/control.json',
    build: async () => controlDocument(),
  },
]

type Reference = Awaited<ReturnType<typeof serveReference>>

/** Opens the page and records every request that it makes, and every complaint of the browser. */
async function open(reference: Reference, skip: TestContext['skip']) {
  onTestFinished(() => reference[Symbol.asyncDispose]())
  const browser = await sharedBrowser(skip)

  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const requests: URL[] = []
  const complaints: string[] = []
  page.context().on('request', (request) => requests.push(new URL(request.url())))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text())
  })
  await page.goto(`${reference.url}/docs`)
  return { page, requests, complaints }
}

/** Goes to an operation, opens its "Test Request" and sends what is filled in. */
async function tryOperation(
  { page }: Awaited<ReturnType<typeof open>>,
  { url }: Reference,
  operation: string,
) {
  await page.goto(`${url}/docs#${operation}`)
  // Only a new hash does not change the document.
  await page.reload()
  await page
    .locator(`section[id$="${operation}"]`)
    .getByRole('button', { name: 'Test Request' })
    .click()
  await page
    .locator('button:visible', { hasText: /^\s*Send/ })
    .last()
    .waitFor()
  const responded = page.waitForResponse((response) => !response.url().includes('/docs'))
  await page.keyboard.press('Control+Enter')
  await responded
}

test('the page of the Platform API asks no one else, and try-it sends the key and the path', async ({
  skip,
}) => {
  const reference = await serveReference(documents, {
    serverKey: 'test-key',
    accessToken: 'test-token',
  })
  const opened = await open(reference, skip)

  await opened.page.getByRole('heading', { name: 'Pi Platform API' }).waitFor()
  await tryOperation(
    opened,
    reference,
    'platform/tag/payments/POST/v2/payments/{paymentId}/complete',
  )

  expect(reference.seen).toMatchObject([
    {
      method: 'POST',
      url: '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m/complete',
      authorization: 'Key test-key',
    },
  ])
  expect(JSON.parse(reference.seen[0]?.body ?? '')).toEqual({
    txid: '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062',
  })
  expect(opened.requests.map((each) => each.pathname)).toEqual(
    expect.arrayContaining(['/docs', '/docs/scalar.js', '/docs/init.js', '/openapi.json']),
  )
  expect(opened.requests.filter((each) => each.origin !== reference.url)).toEqual([])
  expect(opened.complaints).toEqual([])
})

test('an operation of another scheme gets its own credential', async ({ skip }) => {
  const reference = await serveReference(documents, {
    serverKey: 'test-key',
    accessToken: 'test-token',
  })
  const opened = await open(reference, skip)

  await tryOperation(opened, reference, 'platform/tag/users/GET/v2/me')

  expect(reference.seen).toMatchObject([{ url: '/v2/me', authorization: 'Bearer test-token' }])
})

test('an open operation gets no credential, and optional query parameters stay out', async ({
  skip,
}) => {
  const reference = await serveReference(documents, { serverKey: 'test-key' })
  const opened = await open(reference, skip)

  await tryOperation(opened, reference, 'control/tag/payments/GET/_mock/payments')

  expect(reference.seen).toMatchObject([{ url: '/_mock/payments', authorization: undefined }])
})

test('a transaction is sent as a form', async ({ skip }) => {
  const reference = await serveReference(documents)
  const opened = await open(reference, skip)

  await tryOperation(opened, reference, 'chain/tag/transactions/POST/transactions')

  expect(reference.seen).toMatchObject([
    {
      method: 'POST',
      url: '/transactions',
      contentType: expect.stringMatching(/^application\/x-www-form-urlencoded/),
    },
  ])
  expect(new URLSearchParams(reference.seen[0]?.body).get('tx')).toMatch(/^AAAAAg.*=$/)
})

test.for([
  ['platform', 'Pi Platform API'],
  ['chain', 'Pi blockchain API (Horizon)'],
  ['control', 'Mock control API'],
] as const)(
  'the page shows every operation of %s, and asks no one else',
  async ([slug, heading], { skip }) => {
    const reference = await serveReference(documents)
    const { page, requests, complaints } = await open(reference, skip)

    await page.goto(`${reference.url}/docs#${slug}`)
    await page.reload()
    await page.getByRole('heading', { name: heading, exact: true }).waitFor()

    const closed = page.getByRole('button', { name: /^Open Group/ })
    while ((await closed.count()) > 0) await closed.first().click()
    const shown = await page.locator('body').innerText()
    const [, document] = built.find(([name]) => name === slug)!
    const summaries = [...operationsOf(document).values()].map(({ summary }) => String(summary))
    expect(summaries.filter((summary) => !shown.includes(summary))).toEqual([])
    expect(requests.filter((each) => each.origin !== reference.url)).toEqual([])
    expect(complaints).toEqual([])
  },
)
