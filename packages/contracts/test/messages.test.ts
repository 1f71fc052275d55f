import { expect, test } from 'vitest'
import { alohaErrors } from '../src/aloha/index.ts'
import { chainProblems } from '../src/chain/index.ts'
import { controlErrors } from '../src/control/index.ts'
import { fillMessage } from '../src/index.ts'
import { notificationErrors, platformErrors } from '../src/platform/index.ts'
import { walletErrors } from '../src/wallet/index.ts'

const messages = [
  ...Object.entries({ ...platformErrors }).map(([code, row]) => [`platform ${code}`, row.message]),
  ...Object.entries({ ...notificationErrors }).map(([code, row]) => [code, row.message]),
  ...Object.entries({ ...alohaErrors }).map(([code, row]) => [`aloha ${code}`, row.message]),
  ...Object.entries({ ...controlErrors }).map(([code, row]) => [`control ${code}`, row.message]),
  ...Object.entries({ ...walletErrors }).map(([code, row]) => [`wallet ${code}`, row.message]),
  ...Object.entries({ ...chainProblems }).map(([code, row]) => [`chain ${code}`, row.detail]),
] as [string, string][]

test.each(messages)('the message of %s can be filled: %s', (_, template) => {
  const names = [...template.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '')
  const values = Object.fromEntries(names.map((name) => [name, `<${name}>`]))
  const filled = fillMessage(template, values)
  expect(filled).not.toMatch(/[{}]/)
  for (const name of names) expect(filled).toContain(`<${name}>`)
})

test('a message with names is not sent unfilled', () => {
  expect(() => fillMessage('There is no payment {id}')).toThrow('needs a value for {id}')
  expect(() => fillMessage('{field} {rule}', { field: 'txid' })).toThrow('needs a value for {rule}')
})

test('M4: a wallet seed in a value is masked', () => {
  const seed = `S${'ABCDEFG234567'.repeat(5).slice(0, 55)}`
  expect(fillMessage('No payment {id}', { id: `x${seed}y` })).toBe(
    'No payment xS… (a wallet seed)y',
  )
  expect(fillMessage('No payment {id}', { id: seed.slice(1) })).toContain(seed.slice(1))
})

test('a value that looks like a template or a pattern stays as it is', () => {
  expect(fillMessage('No payment {id}', { id: '{id} $& $1 {x}' })).toBe('No payment {id} $& $1 {x}')
})

// By hand, from the wire: texts that clients show or compare.
test.each([
  [
    platformErrors.invalid_authorization.message,
    'This endpoint requires a Server API Key authorization.',
  ],
  [
    fillMessage(platformErrors.user_not_found.message, { uid: '' }),
    'User with uid  was not found. Please check the uid again.',
  ],
  [
    fillMessage(platformErrors.missing_scope.message, { scope: 'wallet_address' }),
    'User hasn\'t authorized "wallet_address" scope for you to access the public key.',
  ],
  [platformErrors.invalid_metadata.message, "Metadata can't be empty."],
  [
    fillMessage(notificationErrors.quota_exceeded.message, { uids: 'a, b' }),
    'Notification quota exceeded for users: a, b',
  ],
])('%s', (message, wire) => {
  expect(message).toBe(wire)
})
