import { expect, test } from 'vitest'
import { documents as built, operationsOf } from './documents.ts'
import { documents, openReference, tryOperation } from './open-reference.ts'
import { serveReference } from './serve-reference.ts'

test('an operation of another scheme gets its own credential', async ({ skip }) => {
  const reference = await serveReference(documents, {
    serverKey: 'test-key',
    accessToken: 'test-token',
  })
  const operation = 'platform/tag/users/GET/v2/me'
  const opened = await openReference(reference, { skip }, operation)

  await tryOperation(opened, reference, operation)

  expect(reference.seen).toMatchObject([{ url: '/v2/me', authorization: 'Bearer test-token' }])
})

test('an open operation gets no credential, and optional query parameters stay out', async ({
  skip,
}) => {
  const reference = await serveReference(documents, { serverKey: 'test-key' })
  const operation = 'control/tag/payments/GET/_mock/payments'
  const opened = await openReference(reference, { skip }, operation)

  await tryOperation(opened, reference, operation)

  expect(reference.seen).toMatchObject([{ url: '/_mock/payments', authorization: undefined }])
})

test('a transaction is sent as a form', async ({ skip }) => {
  const reference = await serveReference(documents)
  const operation = 'chain/tag/transactions/POST/transactions'
  const opened = await openReference(reference, { skip }, operation)

  await tryOperation(opened, reference, operation)

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
    const { page, requests, complaints } = await openReference(reference, { skip }, slug)

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
