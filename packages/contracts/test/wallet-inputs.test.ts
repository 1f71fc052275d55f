import { expect, test } from 'vitest'
import * as z from 'zod'
import { settingsPatchSchema } from '../src/control/index.ts'
import { MAX_REPORT_DETAIL, walletContract } from '../src/wallet/index.ts'
import { issueOf } from './issue-of.ts'

function schemaOf(schema: unknown): z.ZodType {
  if (!(schema instanceof z.ZodType)) throw new Error('There is no schema')
  return schema
}
const report = { kind: 'callback', name: 'onCancel' }
const detail = 'x'.repeat(MAX_REPORT_DETAIL)

test.each([
  [report, null],
  [{ ...report, detail, payment_id: 'abc', app_id: 'demo-app' }, null],
  [
    { ...report, kind: 'x' },
    { field: 'kind', rule: 'must be "call", "callback" or "error"' },
  ],
  [{ kind: 'call' }, { field: 'name', rule: 'must be a string' }],
  [
    { ...report, name: 'two words' },
    { field: 'name', rule: 'must be 1 to 64 letters, digits, "_" or "."' },
  ],
  [
    { ...report, detail: `${detail}x` },
    { field: 'detail', rule: 'must be at most 1000 characters' },
  ],
  [
    { ...report, detail: {} },
    { field: 'detail', rule: 'must be a string' },
  ],
])('a report %j: %j', (body, issue) => {
  expect(issueOf(schemaOf(walletContract.report.body), body)).toEqual(issue)
})

test.each([
  [{}, null],
  [{ since: '0', wait_ms: '25000' }, null],
  [{ since: '-1' }, { field: 'since', rule: 'must be a whole number, 0 or more' }],
  [{ since: 'x' }, { field: 'since', rule: 'must be a whole number, 0 or more' }],
  [{ wait_ms: '25001' }, { field: 'wait_ms', rule: 'must be whole ms from 0 to 25000' }],
  [{ wait_ms: '1.5' }, { field: 'wait_ms', rule: 'must be whole ms from 0 to 25000' }],
  [{ other: '1' }, { field: 'body', rule: 'must not have "other"' }],
])('the query %j of a payment: %j', (query, issue) => {
  expect(issueOf(schemaOf(walletContract.payment.query), query)).toEqual(issue)
})

test.each([
  [{ wallet: null }, null],
  [{ wallet: { user: 'alice' } }, null],
  [{ wallet: { user: 'alice', consent: 'refuse', payment: 'pay-silently', delay_ms: 0 } }, null],
  [{ wallet: { consent: 'allow' } }, { field: 'wallet.user', rule: 'is required' }],
  [
    { wallet: { user: 'alice', consent: 'maybe' } },
    { field: 'wallet.consent', rule: 'must be "allow" or "refuse"' },
  ],
  [
    { wallet: { user: 'alice', delay_ms: -1 } },
    { field: 'wallet.delay_ms', rule: 'must be whole, from 0 to 600000' },
  ],
  [{ wallet: { user: 'alice', pay: true } }, { field: 'wallet', rule: 'must not have "pay"' }],
])('the settings %j: %j', (settings, issue) => {
  expect(issueOf(settingsPatchSchema, settings)).toEqual(issue)
})
