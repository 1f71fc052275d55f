import { expect, test } from 'vitest'
import { documents, openReference, tryOperation } from './open-reference.ts'
import { serveReference } from './serve-reference.ts'

test('the page of the Platform API asks no one else, and try-it sends the key and the path', async ({
  skip,
}) => {
  const reference = await serveReference(documents, {
    serverKey: 'test-key',
    accessToken: 'test-token',
  })
  const opened = await openReference(reference, { skip })

  await opened.page.getByRole('heading', { name: 'Pi Platform API' }).waitFor()
  const complete = 'platform/tag/payments/POST/v2/payments/{paymentId}/complete'
  await opened.page.goto(`${reference.url}/docs#${complete}`)
  // Only a new hash does not change the document.
  await opened.page.reload()
  await tryOperation(opened, reference, complete)

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
