import { ContractNoBody, type AppRoute } from '@ts-rest/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { wireExchange, wireExchanges, type WireExchange } from '../fixtures/index.ts'
import { operations } from './contract-operations.ts'
import { issueOf } from './issue-of.ts'
import { matchRoute } from './match-route.ts'

type Request = NonNullable<WireExchange['request']>
const requests = wireExchanges.flatMap(({ name, operation, request, response }) =>
  request == null || (response?.status ?? 200) >= 400 ? [] : [{ name, operation, request }],
)

test.each(requests.map((each) => [each.name, each] as const))(
  '%s reaches its operation and is accepted',
  (_, { operation, request }) => {
    const found = matchRoute(operations, request.method, request.path)
    expect(found && `${found.operation.api} ${found.operation.name}`).toBe(operation)
    expect(found && refusals(found.operation.route, request, found.params)).toEqual([])
  },
)

// By hand, from the two specs: each example request that they print.
test('every example request of the two specs is among them', () => {
  const documented = requests.filter(({ name }) => /^(guide|aloha)-/.test(name))
  expect(documented.map(({ request: { method, path } }) => `${method} ${path}`).sort()).toEqual([
    'GET /v1/transaction/a2u/details/RKo9DyyzYmmnq4roS1infxy1qc4m',
    'GET /v1/transaction/a2u/incomplete',
    'GET /v1/transaction/u2a/details/RKo9DyyzYmmnq4roS1infxy1qc4m',
    'GET /v2/me',
    'GET /v2/payments/eWXszS7lkfsRLHcrDRghLpDD5tHc',
    'POST /v1/transaction/a2u/cancel/RKo9DyyzYmmnq4roS1infxy1qc4m',
    'POST /v1/transaction/a2u/create',
    'POST /v1/transaction/u2a/abort/RKo9DyyzYmmnq4roS1infxy1qc4m',
    'POST /v1/transaction/u2a/approve/RKo9DyyzYmmnq4roS1infxy1qc4m',
    'POST /v1/transaction/u2a/complete/RKo9DyyzYmmnq4roS1infxy1qc4m',
    'POST /v1/transaction/u2a/complete/RKo9DyyzYmmnq4roS1infxy1qc4m/2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062',
    'POST /v2/payments/eWXszS7lkfsRLHcrDRghLpDD5tHc/approve',
    'POST /v2/payments/eWXszS7lkfsRLHcrDRghLpDD5tHc/complete',
  ])
})

test('each operation of Pi and of the proxy has an example request', () => {
  const named = operations.filter(({ api }) => api === 'platform' || api === 'aloha')
  const shown = new Set(requests.map(({ operation }) => operation))
  const missing = named.map(({ api, name }) => `${api} ${name}`).filter((each) => !shown.has(each))
  // Known only from client code, which shows no more than method and path.
  expect(missing).toEqual(['platform sdk.incompletePayment'])
})

test.each([
  ['GET', '/v2/payments/incomplete', 'sdk.incompletePayment'],
  ['GET', '/v2/payments/incomplete_server_payments', 'payments.incomplete'],
  ['POST', '/v2/payments/user_to_app', 'sdk.createUserPayment'],
  ['POST', '/v1/transaction/a2u/create', 'a2u.create'],
])('%s %s is %s, not a payment of that name', (method, path, name) => {
  expect(matchRoute(operations, method, path)?.operation.name).toBe(name)
})

test("Pi's empty metadata is refused at its field, as the captured request was", () => {
  const { request } = wireExchange('platform-payments-create-invalid-metadata')
  const create = operations.find(({ name }) => name === 'payments.create')
  expect(request && create && refusals(create.route, request, {})).toEqual([
    { field: 'payment.metadata', rule: 'must not be empty' },
  ])
})

/** The fields of a recorded form: none of them is nested. */
function formOf({ text }: Request): unknown {
  return text == null ? undefined : Object.fromEntries(new URLSearchParams(text))
}

/** What the contract says against the request: path parameters, headers and body. */
function refusals(route: AppRoute, request: Request, params: Record<string, string>) {
  const body = 'body' in route ? route.body : undefined
  const checks: [unknown, unknown][] = [
    [route.pathParams, params],
    // Each header has its own schema.
    ...Object.entries(Object(route.headers)).map(([name, schema]): [unknown, unknown] => [
      schema,
      request.headers[name],
    ]),
    [body === ContractNoBody ? undefined : body, request.body ?? formOf(request)],
  ]
  return checks.flatMap(([schema, value]) =>
    schema instanceof z.ZodType ? (issueOf(schema, value) ?? []) : [],
  )
}

test('every operation of Pi with a body takes forms, and says so', () => {
  const withBody = operations.filter(
    ({ api, route }) =>
      api === 'platform' && 'body' in route && route.body != null && route.body !== ContractNoBody,
  )
  expect(withBody.map(({ name }) => name)).toHaveLength(4)
  expect(withBody.map(({ route }) => route.metadata)).toEqual(
    withBody.map(() => expect.objectContaining({ takesForms: true })),
  )
})
