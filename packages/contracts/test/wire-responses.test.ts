import { ContractNoBody, isAppRouteOtherResponse, type AppRoute } from '@ts-rest/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { wireExchange, wireExchanges, type WireExchange } from '../fixtures/index.ts'
import { legacyPaymentSchema, paymentSchema, userSchema } from '../src/platform/index.ts'
import { operations } from './contract-operations.ts'
import { issueOf } from './issue-of.ts'

type WireResponse = NonNullable<WireExchange['response']>
const responses = wireExchanges.flatMap((each) =>
  each.response == null || each.legacy ? [] : [{ ...each, response: each.response }],
)
const json = responses.filter(({ response }) => response.body != null)

function declared({ operation }: WireExchange, { status }: WireResponse): unknown {
  const found = operations.find(({ api, name }) => `${api} ${name}` === operation)
  // Statuses of a route are numeric keys.
  const response = (found?.route.responses as Record<number, unknown> | undefined)?.[status]
  return isOther(response) ? response.body : response
}

function isOther(response: unknown): response is { contentType: string; body: unknown } {
  return isAppRouteOtherResponse(response as AppRoute['responses'][number])
}

function schemaOf(exchange: WireExchange, response: WireResponse): z.ZodType {
  const schema = declared(exchange, response)
  if (!(schema instanceof z.ZodType)) throw new Error(`No schema for ${exchange.name}`)
  return schema
}

test.each(json.map((each) => [each.name, each] as const))(
  'the response of %s is read by the contract, and nothing of it is lost',
  (_, exchange) => {
    const { response } = exchange
    expect(issueOf(schemaOf(exchange, response), response.body)).toBeNull()
    expect(schemaOf(exchange, response).parse(response.body)).toEqual(response.body)
  },
)

test.each(json.map((each) => [each.name, each] as const))(
  'fields that %s does not have yet pass through the contract',
  (_, exchange) => {
    const { response } = exchange
    const body = { ...Object(response.body), added_by_pi: { in: 2030 } }
    expect(schemaOf(exchange, response).parse(body)).toEqual(body)
  },
)

test('the only empty response is the 401 of /me, as the contract says', () => {
  const empty = responses.filter(({ response }) => response.body == null && response.text == null)
  expect(empty.map((each) => [each.operation, each.response.status])).toEqual([
    ['platform me.get', 401],
  ])
  for (const each of empty) expect(declared(each, each.response)).toBe(ContractNoBody)
})

test('the page of a crash is not JSON, and its status is declared', () => {
  const crash = wireExchange('platform-payments-complete-crash')
  expect(crash.response?.headers?.['content-type']).toBe('text/html; charset=UTF-8')
  expect(() => JSON.parse(crash.response?.text ?? '{}')).toThrow(SyntaxError)
  expect(crash.response && declared(crash, crash.response)).toBeDefined()
})

test('fields that Pi adds deep inside a payment pass through', () => {
  const payment = paymentOf('platform-payments-complete')
  const grown = {
    ...payment,
    status: { ...Object(payment['status']), frozen: false },
    transaction: { ...Object(payment['transaction']), ledger: 25_933_848 },
  }
  expect(paymentSchema.parse(grown)).toEqual(grown)
})

test('a user without fields whose scope was not granted is read', () => {
  const user = wireExchange('platform-me-get').response?.body
  const { username: _, ...rest } = Object(user)
  expect(userSchema.parse(rest)).toEqual(rest)
  expect(issueOf(userSchema, { username: 'alice' })).toEqual({ field: 'uid', rule: 'is required' })
})

test.each([
  ['legacy-payment-2022', 'from_address'],
  ['legacy-incomplete-server-payments-2023', 'from_address'],
  ['legacy-payment-guide', 'user_uid'],
])('%s is read as a legacy payment, and refused as one of today for %s', (name, field) => {
  const payment = paymentOf(name)
  expect(legacyPaymentSchema.parse(payment)).toEqual(payment)
  expect(issueOf(paymentSchema, payment)?.field).toBe(field)
})

test('every older sample is in the table above', () => {
  const legacy = wireExchanges.filter((each) => each.legacy).map((each) => each.name)
  expect(legacy).toHaveLength(3)
})

test('a legacy payment without any uid is refused', () => {
  const { user_uid: _, ...rest } = paymentOf('legacy-payment-2022')
  expect(issueOf(legacyPaymentSchema, rest)?.field).toBe('user_uid')
})

/** The payment of a response; the first one of a list. */
function paymentOf(name: string): Record<string, unknown> {
  const body = Object(wireExchange(name).response?.body)
  return body.incomplete_server_payments?.[0] ?? body
}
