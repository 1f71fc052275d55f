import { wireExchange } from '@aloha-pi/contracts/fixtures'
import { expect, test } from 'vitest'
import { operation } from '../src/model/operations.ts'
import type { Expect } from '../src/model/case.ts'
import { responseProblems } from '../src/check/check-response.ts'
import type { Header } from '../src/http/wire.ts'

const payment = wireExchange('platform-payments-get').response?.body as { identifier: string }
const json: Header = ['content-type', 'application/json']

function judge(
  name: string,
  expect: Expect,
  status: number,
  body: unknown,
  headers: Header[] = [json],
  paymentId?: string,
) {
  const api = /^[ua]2/.test(name) ? 'aloha' : 'platform'
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = { status, headers, text }
  return responseProblems({ api, operation: operation(api, name), paymentId, expect, response })
}

test('a response as it was recorded has no problem', () => {
  const { identifier } = payment
  expect(
    judge('payments.get', { status: 200, state: 'approved' }, 200, payment, [json], identifier),
  ).toEqual([])
  expect(judge('me.get', { fixture: 'platform-me-get-bad-token' }, 401, '', [])).toEqual([])
  const refusal = wireExchange('platform-payments-cancel-tx-present').response?.body
  const fixture = { fixture: 'platform-payments-cancel-tx-present' }
  // Its source does not say the status: any refusal will do.
  for (const status of [400, 409, 422]) {
    expect(judge('payments.cancel', fixture, status, refusal)).toEqual([])
  }
})

test('of two recorded responses either will do', () => {
  const names = ['invalid-authorization', 'invalid-key'].map(
    (name) => `platform-payments-approve-${name}`,
  )
  const either = { status: 401, fixture: names }
  for (const name of names) {
    const body = wireExchange(name).response?.body
    expect(judge('payments.approve', either, 401, body)).toEqual([])
  }
  expect(judge('payments.approve', either, 401, { error: 'Wrong key' })).not.toEqual([])
})

test.each<[string, Parameters<typeof judge>]>([
  ['status 201, not 200', ['payments.get', { status: 200 }, 201, payment]],
  ['status 200 is not a refusal', ['payments.cancel', { status: 'refused' }, 200, payment]],
  ['status 404 is not a refusal', ['payments.cancel', { status: 'refused' }, 404, { error: 'x' }]],
  ['status 401 is not a refusal', ['payments.cancel', { status: 'refused' }, 401, { error: 'x' }]],
  ['status 500 is a server error', ['payments.get', {}, 500, { error: 'x' }]],
  ['status 202 is not declared for payments.get', ['payments.get', {}, 202, payment]],
  ['status 418 is not declared for u2a.details', ['u2a.details', {}, 418, { success: false }]],
  ['error code "x", not a or b', ['payments.cancel', { code: ['a', 'b'] }, 400, { error: 'x' }]],
  ['error is required', ['payments.cancel', {}, 400, {}]],
  ['is not JSON', ['payments.get', {}, 200, '<html>']],
  ['content-type is absent', ['payments.get', {}, 200, payment, []]],
  [
    'content-type is text/html',
    ['payments.get', {}, 200, payment, [['content-type', 'text/html']]],
  ],
  ['the body of a 401 must be empty', ['me.get', {}, 401, { error: 'x' }]],
  ['the body must be empty', ['me.get', { empty: true }, 401, { error: 'x' }]],
  ['it must be created', ['payments.get', { state: 'created' }, 200, payment]],
  ['the response has no payment', ['payments.get', { state: 'created' }, 404, { error: 'x' }]],
  ['header allow is absent', ['payments.get', { headers: { allow: 'GET' } }, 200, payment]],
  [
    `payment ${payment.identifier} came, not other`,
    ['payments.get', {}, 200, payment, [json], 'other'],
  ],
  [
    'error_message is absent, not',
    [
      'payments.cancel',
      { fixture: 'platform-payments-cancel-tx-present' },
      400,
      { error: 'payment_tx_present' },
    ],
  ],
  [
    'body.transaction is absent',
    [
      'payments.get',
      { fieldsOf: ['platform-payments-get', 'platform-payments-approve'] },
      200,
      { identifier: 'x' },
    ],
  ],
])('%s', (problem, call) => {
  expect(judge(...call).join('\n')).toContain(problem)
})

test('a request id that differs between the body and the header is a problem', () => {
  const body = { success: false, error: 'No.', code: 'payment_not_found', request_id: 'a' }
  const headers: Header[] = [json, ['x-request-id', 'b']]
  expect(judge('u2a.details', { status: 404 }, 404, body, headers)).toEqual([
    'request_id is "a" in the body and "b" in the header',
  ])
})
