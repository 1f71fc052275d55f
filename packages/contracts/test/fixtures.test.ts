import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wireExchange, wireExchanges, type WireExchange } from '../fixtures/index.ts'
import { operations } from './contract-operations.ts'

test('each file is one exchange, and an unknown name is refused', () => {
  const files = readdirSync(new URL('../fixtures/wire', import.meta.url))
  expect(wireExchanges.map((each) => `${each.name}.json`).sort()).toEqual(files.sort())
  expect(wireExchange('platform-me-get').operation).toBe('platform me.get')
  expect(() => wireExchange('nothing')).toThrow('There is no fixtures/wire/nothing.json')
})

test.each(wireExchanges.map((each) => [each.name, each] as const))(
  '%s belongs to an operation, holds a half of an exchange, and its placeholders exist',
  (_, exchange) => {
    expect(operations.map(({ api, name }) => `${api} ${name}`)).toContain(exchange.operation)
    expect(exchange.request ?? exchange.response).toBeDefined()
    for (const path of exchange.placeholders ?? []) expect(valueAt(exchange, path)).toBeDefined()
  },
)

// By hand, from the specs and public issues: what a reader must find here.
test('the public responses and errors of Pi are all there', () => {
  const responses = wireExchanges
    .filter((each) => each.response != null && each.legacy == null)
    .map(({ operation, response }) =>
      [operation, response?.status, codeOf(response?.body)].join(' '),
    )
  expect([...new Set(responses)].filter((each) => each.startsWith('platform')).sort()).toEqual([
    'platform ads.status 200 ',
    'platform me.get 200 ',
    'platform me.get 401 ',
    'platform notifications.notify 201 ',
    'platform notifications.notify 400 ',
    'platform notifications.notify 403 ',
    'platform payments.approve 200 ',
    'platform payments.approve 401 ',
    'platform payments.approve 401 invalid_authorization',
    'platform payments.approve 403 forbidden',
    'platform payments.cancel 400 payment_tx_present',
    'platform payments.complete 200 ',
    'platform payments.complete 400 verification_failed',
    'platform payments.complete 500 ',
    'platform payments.create 200 ',
    'platform payments.create 400 invalid_metadata',
    'platform payments.create 400 ongoing_payment_found',
    'platform payments.create 401 missing_scope',
    'platform payments.create 404 user_not_found',
    'platform payments.get 200 ',
    'platform payments.get 404 payment_not_found',
    'platform payments.incomplete 200 ',
    'platform sdk.incompletePayment 200 ',
  ])
})

function valueAt(exchange: WireExchange, path: string): unknown {
  // Placeholders are dotted paths into JSON: each step is a key or an index.
  return path
    .split('.')
    .reduce((value: unknown, key) => (value as Record<string, unknown>)[key], exchange)
}

function codeOf(body: unknown): string {
  const { error } = Object(body) as { error?: string }
  return error != null && /^[a-z_]+$/.test(error) ? error : ''
}
