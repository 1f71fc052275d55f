import { expect, test } from 'vitest'
import { wireExchanges } from '../fixtures/index.ts'
import {
  WRONG_KEY_ERROR,
  notificationErrors,
  platformErrors,
  verificationErrors,
  type PlatformErrorRow,
} from '../src/platform/index.ts'

type ErrorBody = { error: string; error_message?: string; verification_error?: string }
const errors = wireExchanges.flatMap(({ name, operation, response }) =>
  response?.body != null && response.status >= 400 && operation.startsWith('platform')
    ? [{ name, status: response.status, body: response.body as ErrorBody }]
    : [],
)
const ofKeys = errors.filter(({ body }) => body.error === WRONG_KEY_ERROR)
const coded = errors.filter(({ body }) => /^[a-z_]+$/.test(body.error))
const sentences = errors.filter((each) => !coded.includes(each) && !ofKeys.includes(each))

/** A template as the pattern of what it can be filled to. */
function pattern(template: string): RegExp {
  const parts = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

test('both kinds of captured errors are there', () => {
  expect(coded.length).toBeGreaterThan(7)
  expect(sentences).toHaveLength(2)
  expect(ofKeys.map(({ status, body }) => [status, Object.keys(body)])).toEqual([[401, ['error']]])
})

test.each(coded.map((each) => [each.name, each] as const))(
  'the error table says of %s what the wire said',
  (_, { status, body: { error, error_message: text, ...extra } }) => {
    const row = (platformErrors as Record<string, PlatformErrorRow>)[error]
    expect(row?.status).toBe(status)
    expect(text ?? row?.message).toMatch(pattern(row?.message ?? 'no row'))
    expect(Object.keys(extra)).toEqual(row?.extra ?? [])
  },
)

test.each(sentences.map((each) => [each.name, each] as const))(
  'the table of notification errors has the sentence of %s',
  (_, { status, body }) => {
    const rows = Object.values(notificationErrors).filter((row) => row.status === status)
    expect(rows.map((row) => pattern(row.message).test(body.error))).toEqual([true])
  },
)

test('the captured verification errors are known', () => {
  const captured = errors.flatMap(({ body }) => body.verification_error ?? [])
  expect(captured.sort()).toEqual([
    'payment_already_linked_with_a_tx',
    'tx_memo_payment_identifier_mismatch',
  ])
  expect(verificationErrors).toEqual(expect.arrayContaining(captured))
})
