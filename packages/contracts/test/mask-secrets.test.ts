import { expect, test } from 'vitest'
import { fillMessage, maskSecrets } from '../src/index.ts'

const seed = `S${'ABCDEFG234567'.repeat(5).slice(0, 55)}`
const serverKey = 'k3y0'.repeat(16)
const liveKey = `aloha_live_0aB1cD2eF3g_${'A1b2C3d'.repeat(7)}`
const developmentKey = 'aloha_test_development_ThisKeyIsPublicAndWorksOnlyAgainstTheMockPi1FJpMY'
const mockKey = `alohamock${'x7'.repeat(20)}`
const token = 'Rm9vQmFy-_Rm9vQmFyRm9vQmFyRm9vQmFyRm9vQmFy1'

test.each([
  ['a wallet seed', seed, 'S… (a wallet seed)'],
  ['a Server API key', serverKey, '… (an API key)'],
  ['a key of the proxy', liveKey, 'aloha_live_… (an API key)'],
  ['the development key', developmentKey, 'aloha_test_… (an API key)'],
  ['a key of a mock, also cut short', mockKey, 'alohamock… (an API key)'],
  ['a token', `Bearer ${token}`, 'Bearer … (a token)'],
  ['a token in other letters', `bearer  ${token}`, 'Bearer … (a token)'],
  ['a token in a path', `Bearer%20${token}`, 'Bearer … (a token)'],
])('%s is masked wherever it is in a text', (_, secret, mask) => {
  expect(maskSecrets(secret)).toBe(mask)
  expect(maskSecrets(`GET /v2/payments/${secret}?a=1`)).toBe(`GET /v2/payments/${mask}?a=1`)
  expect(maskSecrets(JSON.stringify({ a: secret, b: [secret] }))).toBe(
    JSON.stringify({ a: mask, b: [mask] }),
  )
})

test('every one of several secrets in a text is masked', () => {
  const masked = maskSecrets(`${seed},${serverKey} ${liveKey}/${seed}`)
  for (const secret of [seed, serverKey, liveKey]) expect(masked).not.toContain(secret)
})

test('a key or a seed with other characters around it is masked', () => {
  for (const secret of [seed, serverKey]) {
    for (const text of [`x${secret}`, `${secret}y`, `A${secret}B`, `0${secret}0`]) {
      expect(maskSecrets(text)).not.toContain(secret.slice(1, -1))
    }
  }
})

test.each([
  ['a transaction hash', 'c0ffee00'.repeat(8)],
  ['a hash of 128 digits', 'c0ffee00'.repeat(16)],
  ['a wallet address', `G${seed.slice(1)}`],
  ['a payment id', 'RKo9DyyzYmmnq4roS1infxy1qc4m'],
  ['a uuid', '7b1e9c1e-4c2a-4b7d-9d57-3c0f2ad0a1b2'],
  ['the id of a key', '0aB1cD2eF3g'],
  ['prose about tokens', 'Send it as "Authorization: Bearer <token>", a Bearer token.'],
  ['the beginning of a key', 'A key begins with aloha_live_ or alohamock'],
])('%s stays readable', (_, text) => {
  expect(maskSecrets(text)).toBe(text)
  expect(fillMessage('About {it}', { it: text })).toBe(`About ${text}`)
})
