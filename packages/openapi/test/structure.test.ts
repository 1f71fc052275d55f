import type { ParameterObject, RequestBodyObject } from 'openapi3-ts/oas31'
import { expect, test } from 'vitest'
import { alohaDocument, chainDocument, controlDocument, platformDocument } from '../src/index.ts'
import { documents, examplesOf, operationOf, operationsOf, responsesOf } from './documents.ts'

const operations = documents.flatMap(([name, document]) =>
  [...operationsOf(document)].map(([id, operation]) => [`${name} ${id}`, operation] as const),
)

test.each(documents)(
  '%s: every reference leads to a component, and every component is used',
  (_, document) => {
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      (match) => match[1],
    )

    const used = new Set(names)
    const there = Object.keys(document.components?.schemas ?? {})
    expect([...used].sort()).toEqual(there.map((id) => `#/components/schemas/${id}`).sort())
  },
)

test.each(documents)('%s: every operation has its own id', (_, document) => {
  const count = Object.values(document.paths ?? {}).flatMap((item) => Object.keys(item)).length
  expect(operationsOf(document).size).toBe(count)
})

test.each(documents)('%s: every tag is declared, and every declared tag is used', (_, document) => {
  const used = new Set([...operationsOf(document).values()].flatMap((each) => each.tags ?? []))
  expect([...used].sort()).toEqual((document.tags ?? []).map((tag) => tag.name).sort())
})

test.each(documents)(
  '%s: every security scheme that an operation names is declared',
  (_, document) => {
    const named = [...operationsOf(document).values()].flatMap((each) =>
      (each.security ?? []).flatMap((requirement) => Object.keys(requirement)),
    )
    const declared = Object.keys(document.components?.securitySchemes ?? {})
    expect([...new Set(named)].sort()).toEqual(declared.sort())
  },
)

test.each(operations)('%s has summary, description, tag, security and evidence', (_, operation) => {
  expect(operation.summary).toMatch(/^[A-Z].{5,}/)
  expect(operation.description).toMatch(/\*\*Evidence: (captured|documented|inferred|assumed)/)
  expect(operation.tags).toHaveLength(1)
  expect(operation.security).toBeInstanceOf(Array)
  expect(operation['x-evidence']).toMatchObject({
    level: expect.any(String),
    source: expect.any(String),
  })
})

test.each(operations)(
  '%s has examples of parameters, request and each response',
  (_, operation) => {
    // The builder writes no references for these.
    const parameters = (operation.parameters ?? []) as ParameterObject[]
    const bodies = [
      operation.requestBody as RequestBodyObject,
      ...Object.values(responsesOf(operation)),
    ]
    const withContent = bodies.filter((body) => body?.content != null)

    expect(parameters.filter((each) => each.example == null && each.examples == null)).toEqual([])
    expect(withContent.filter((body) => examplesOf(body).length === 0)).toEqual([])
  },
)

test.each(operations)('%s says of each error how it is known', (_, operation) => {
  const errors = Object.entries(responsesOf(operation)).filter(([status]) => Number(status) >= 400)

  expect(errors.some(([status]) => status.startsWith('4'))).toBe(true)
  for (const [, response] of errors) {
    const rows: { code?: string; level: string; source: string }[] = response['x-evidence']
    const told = rows.flatMap(({ code, level, source }) => [
      code ?? 'The body is empty',
      level,
      source,
    ])
    expect(rows.length).toBeGreaterThan(0)
    expect(told.filter((text) => !response.description.includes(text))).toEqual([])
  }
})

// By hand, from Pi's documents and the aloha-pi API page.
test('the platform document has these paths', () => {
  expect(Object.keys(platformDocument().paths ?? {}).sort()).toEqual([
    '/v2/ads_network/status/{adId}',
    '/v2/in_app_notifications/notify',
    '/v2/me',
    '/v2/payments',
    '/v2/payments/incomplete',
    '/v2/payments/incomplete_server_payments',
    '/v2/payments/user_to_app',
    '/v2/payments/{paymentId}',
    '/v2/payments/{paymentId}/approve',
    '/v2/payments/{paymentId}/cancel',
    '/v2/payments/{paymentId}/complete',
  ])
})

test('the aloha document has these paths: the optional transaction id makes two of one route', () => {
  expect(Object.keys(alohaDocument().paths ?? {}).sort()).toEqual([
    '/v1/transaction/a2u/cancel/{piPayId}',
    '/v1/transaction/a2u/create',
    '/v1/transaction/a2u/details/{piPayId}',
    '/v1/transaction/a2u/incomplete',
    '/v1/transaction/u2a/abort/{piPayId}',
    '/v1/transaction/u2a/approve/{piPayId}',
    '/v1/transaction/u2a/complete/{piPayId}',
    '/v1/transaction/u2a/complete/{piPayId}/{piTxId}',
    '/v1/transaction/u2a/details/{piPayId}',
  ])
})

test('the 401 of /me has no content', () => {
  const { 401: response } = responsesOf(operationOf(platformDocument(), 'me.get'))
  expect(response).toMatchObject({ description: expect.stringContaining('The body is empty') })
  expect(response).not.toHaveProperty('content')
})

test('security follows the credential of the contract', () => {
  const platform = platformDocument()
  const aloha = alohaDocument()

  expect(operationOf(platform, 'payments.get').security).toEqual([{ serverKey: [] }])
  expect(operationOf(platform, 'me.get').security).toEqual([{ accessToken: [] }])
  expect(operationOf(aloha, 'u2a.approve').security).toEqual([{ apiKey: [] }])
  expect(operationOf(aloha, 'u2a.details').security).toEqual([{ apiKey: [] }, {}])
  expect(operationOf(chainDocument(), 'root').security).toEqual([])
  expect(platform.components?.securitySchemes).toMatchObject({
    serverKey: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description: expect.stringContaining('`Key '),
    },
    accessToken: { type: 'http', scheme: 'bearer' },
  })
})

test('the scope that an API key needs is named', () => {
  expect(operationOf(alohaDocument(), 'a2u.cancel').description).toContain(
    'An API key needs the scope `a2u:cancel`.',
  )
})

test('operations that Pi does not document are marked, and no others', () => {
  const marked = [...operationsOf(platformDocument())].filter(([, each]) => each['x-undocumented'])
  expect(marked.map(([id]) => id)).toEqual(['sdk.createUserPayment', 'sdk.incompletePayment'])
  for (const [, each] of marked) expect(each.description).toMatch(/^\*\*Undocumented\*\*/)
})

test('the local server is first, and a running server can name itself', () => {
  expect(platformDocument().servers?.map((each) => each.url)).toEqual([
    'http://127.0.0.1:3141',
    'https://api.minepi.com',
  ])
  expect(alohaDocument().servers?.map((each) => each.url)).toEqual([
    'http://127.0.0.1:3142',
    'https://api.aloha-pi.com',
  ])
  const servers = [{ url: '/', description: 'This server' }]
  expect(platformDocument({ servers }).servers).toEqual(servers)
})

test('chain resources are hal+json, and errors problem+json', () => {
  const { 200: found, 404: missing } = responsesOf(operationOf(chainDocument(), 'transaction'))
  expect(Object.keys(missing?.content ?? {})).toEqual(['application/problem+json'])
  expect(Object.keys(found?.content ?? {})).toEqual(['application/hal+json'])
})

// By hand, from the routes of Horizon.
// By hand, from what the SDKs of all languages call.
test('the chain document has these paths', () => {
  expect(Object.keys(chainDocument().paths ?? {}).sort()).toEqual([
    '/',
    '/accounts/{account_id}',
    '/accounts/{account_id}/effects',
    '/accounts/{account_id}/offers',
    '/accounts/{account_id}/operations',
    '/accounts/{account_id}/payments',
    '/accounts/{account_id}/trades',
    '/accounts/{account_id}/transactions',
    '/assets',
    '/claimable_balances',
    '/claimable_balances/{balance_id}',
    '/claimable_balances/{balance_id}/operations',
    '/claimable_balances/{balance_id}/transactions',
    '/effects',
    '/fee_stats',
    '/ledgers',
    '/ledgers/{ledger_id}',
    '/ledgers/{ledger_id}/effects',
    '/ledgers/{ledger_id}/operations',
    '/ledgers/{ledger_id}/payments',
    '/ledgers/{ledger_id}/transactions',
    '/liquidity_pools',
    '/offers',
    '/operations',
    '/operations/{id}',
    '/operations/{id}/effects',
    '/payments',
    '/trades',
    '/transactions',
    '/transactions/{tx_id}',
    '/transactions/{tx_id}/effects',
    '/transactions/{tx_id}/operations',
    '/transactions/{tx_id}/payments',
  ])
})

test('a transaction is submitted as a form, a payment as JSON or a form, an app as JSON', () => {
  const mediaOf = (body: unknown) => Object.keys((body as RequestBodyObject).content)
  expect(mediaOf(operationOf(chainDocument(), 'submit').requestBody)).toEqual([
    'application/x-www-form-urlencoded',
    'multipart/form-data',
  ])
  expect(mediaOf(operationOf(platformDocument(), 'payments.create').requestBody)).toEqual([
    'application/json',
    'application/x-www-form-urlencoded',
  ])
  expect(mediaOf(operationOf(controlDocument(), 'createApp').requestBody)).toEqual([
    'application/json',
  ])
})

test('a form writes the members of an object in brackets', () => {
  const { requestBody } = operationOf(platformDocument(), 'payments.create')
  expect(requestBody).toHaveProperty('content.application/x-www-form-urlencoded.encoding', {
    payment: { style: 'deepObject', explode: true },
  })
})

test('a transaction may be in the query instead of the form', () => {
  const { parameters, requestBody } = operationOf(chainDocument(), 'submit')
  expect(parameters).toMatchObject([{ name: 'tx', in: 'query', required: false }])
  expect(requestBody).toMatchObject({ required: false })
})

test('text that stands for a number is documented as the number', () => {
  const { parameters } = operationOf(chainDocument(), 'ledgers')
  expect(parameters).toContainEqual(
    expect.objectContaining({
      name: 'limit',
      schema: expect.objectContaining({ type: 'integer', minimum: 1, maximum: 200 }),
    }),
  )
})

test('header parameters are written as headers are', () => {
  const { parameters } = operationOf(alohaDocument(), 'a2u.create')
  expect(parameters).toMatchObject([
    { name: 'Idempotency-Key', in: 'header', required: false, example: 'order-12345' },
  ])
})
