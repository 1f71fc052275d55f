import { expect, test } from 'vitest'
import { alohaErrorForPi, alohaErrors, piErrorToAlohaError } from '../src/aloha/index.ts'
import { platformErrors } from '../src/platform/index.ts'

// By hand, from the design: Pi's 401 for our key 502; missing_scope 422; unknown user or payment 404; conflicts of
// state 409; invalid input 400; any other code of Pi 422. What only a wrong request of the proxy can cause, and what
// never leaves the proxy, is 502.
const statuses: Record<number, string[]> = {
  400: [
    'invalid_request',
    'invalid_arguments',
    'invalid_amount',
    'invalid_metadata',
    'invalid_input',
    'missing_txid',
    'missing_param',
  ],
  404: ['user_not_found', 'payment_not_found'],
  409: [
    'already_approved',
    'already_completed',
    'cancelled_payment',
    'payment_tx_present',
    'txid_mismatch',
    'verification_failed',
    'not_verified',
  ],
  422: [
    'missing_scope',
    'ad_not_found',
    'request_too_large',
    'invalid_address',
    'altered_amount',
    'missing_wallet',
    'feature_not_available',
    'too_many_payments',
    'too_many_cancelled_payments',
    'pending_payment',
    'not_approved_payment',
    'forbidden',
    'horizon_failure',
    'pending_check_failed',
    'stale_payment',
  ],
  502: [
    'invalid_authorization',
    'ongoing_payment_found',
    'not_found',
    'method_not_allowed',
    'unsupported_media_type',
    'host_not_allowed',
    'unknown_error',
  ],
}

test.each(Object.entries(statuses).flatMap(([status, codes]) => codes.map((c) => [c, status])))(
  "Pi's %s gets %s",
  (code, status) => {
    expect(alohaErrors[alohaErrorForPi(code)].status).toBe(Number(status))
  },
)

test('every code of Pi is in the table above, and in the map', () => {
  const codes = Object.keys(platformErrors).sort()
  expect(Object.values(statuses).flat().sort()).toEqual(codes)
  expect(Object.keys(piErrorToAlohaError).sort()).toEqual(codes)
})

test.each([
  ['payment_not_found', 'payment_not_found'],
  ['user_not_found', 'user_not_found'],
  ['missing_scope', 'missing_scope'],
  ['already_completed', 'already_completed'],
  ['payment_tx_present', 'payment_tx_present'],
  ['invalid_metadata', 'invalid_request'],
  ['invalid_authorization', 'upstream_auth'],
])("Pi's %s keeps its meaning: %s", (code, alohaCode) => {
  expect(alohaErrorForPi(code)).toBe(alohaCode)
})

test('a code of Pi that no one knows is refused upstream, no code is not a usable response', () => {
  expect(alohaErrorForPi('quota_of_2030')).toBe('upstream_refused')
  expect(alohaErrorForPi(undefined)).toBe('upstream_error')
  expect(alohaErrorForPi('')).toBe('upstream_error')
})

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'P14: a code of Pi named %s is an unknown one',
  (code) => {
    expect(alohaErrorForPi(code)).toBe('upstream_refused')
  },
)

test('the proxy keeps 401 and 403 for the key of its caller', () => {
  const responses = Object.keys(platformErrors).map((code) => alohaErrors[alohaErrorForPi(code)])
  expect(responses.filter(({ status }: { status: number }) => [401, 403].includes(status))).toEqual(
    [],
  )
})
