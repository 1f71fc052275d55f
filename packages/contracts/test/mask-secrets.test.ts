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
  ['an access token', token, '… (a token)'],
  ['an access token without a digit', token.replace(/\d/g, 'x'), '… (a token)'],
  ['a token in a path', `Bearer%20${token}`, 'Bearer … (a token)'],
])('%s is masked wherever it is in a text', (_, secret, mask) => {
  expect(maskSecrets(secret)).toBe(mask)
  expect(maskSecrets(`GET /v2/payments/${secret}?a=1`)).toBe(`GET /v2/payments/${mask}?a=1`)
  expect(maskSecrets(JSON.stringify({ a: secret, b: [secret] }))).toBe(
    JSON.stringify({ a: mask, b: [mask] }),
  )
})

const percent = (text: string) => text.replace(/./g, (one) => `%${one.charCodeAt(0).toString(16)}`)

test.each([seed, serverKey, liveKey, mockKey, token])(
  '%s with percent-escapes is masked',
  (secret) => {
    const [first = '', ...rest] = secret
    const tail = rest.join('')
    for (const escaped of [
      percent(first) + tail,
      secret.slice(0, 20) + percent(secret.slice(20)),
      percent(secret).toUpperCase(),
      percent(secret).replaceAll('%', '%2525'),
      percent(percent(secret)),
    ]) {
      const masked = maskSecrets(`GET /v2/payments/${escaped}?a=1`)
      expect(masked).toMatch(
        /^GET \/v2\/payments\/[\w]*… \([\w ]+\)\?a=1$|a wallet seed|an API key/,
      )
      expect(masked).not.toContain(secret.slice(-10))
      expect(masked).not.toContain(percent(secret.slice(-10)))
    }
  },
)

test('percent-escapes in a text without a secret stay', () => {
  const text = `GET /v2/%41%zz%2541/${percent('c0ffee00'.repeat(8))} 100 % "%22%0a`
  expect(maskSecrets(text)).toBe(text)
})

test('a line of JSON stays JSON when a secret in it has percent-escapes', () => {
  const line = JSON.stringify({ path: `/%22%5c%0a%2522/${percent(seed)}` })
  expect(JSON.parse(maskSecrets(line))).toEqual({ path: '/%22%5c%0a%2522/S… (a wallet seed)' })
})

test('a token of 40 characters is masked, also at the end of a text, and a shorter run is not', () => {
  const shortest = token.slice(0, 40)
  for (const before of ['', 'a '.repeat(50)]) {
    expect(maskSecrets(before + shortest)).toBe(`${before}… (a token)`)
    expect(maskSecrets(before + shortest.slice(1))).toBe(before + shortest.slice(1))
  }
})

test('every one of several secrets in a text is masked', () => {
  const masked = maskSecrets(`${seed},${serverKey} ${liveKey}/${seed}`)
  for (const secret of [seed, serverKey, liveKey]) expect(masked).not.toContain(secret)
})

test('a line of JSON stays JSON when a secret follows an escape', () => {
  for (const secret of [seed, serverKey, token]) {
    for (const before of ['\n', '\u0001', '\\', '"', 'é']) {
      const masked = maskSecrets(JSON.stringify({ text: `a${before}${secret}${before}b` }))
      expect(masked).not.toContain(secret)
      const { text } = JSON.parse(masked)
      expect([text.slice(0, 2), text.slice(-2)]).toEqual([`a${before}`, `${before}b`])
    }
  }
})

test('a key or a seed with other characters around it is masked', () => {
  for (const secret of [seed, serverKey, token]) {
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
  ['a hash in large and small letters', 'c0FFee00'.repeat(8)],
  ['the id of a trace', `00-${'4bf92f35'.repeat(4)}-00f067aa0ba902b7-01`],
  ['a long name of a setting', `MAX_${'CONNECTIONS_'.repeat(4)}`],
  ['a long name of a file', 'Readme-of-the-app-to-user-payments-in-2026-and-later'],
  ['a transaction in base64', `AAAAAgAAAAC${'Zm9vQmFyRm9vQmFyRm9v+/'.repeat(8)}==`],
  ['a uuid', '7b1e9c1e-4c2a-4b7d-9d57-3c0f2ad0a1b2'],
  ['the id of a key', '0aB1cD2eF3g'],
  ['prose about tokens', 'Send it as "Authorization: Bearer <token>", a Bearer token.'],
  ['the beginning of a key', 'A key begins with aloha_live_ or alohamock'],
])('%s stays readable', (_, text) => {
  expect(maskSecrets(text)).toBe(text)
  expect(fillMessage('About {it}', { it: text })).toBe(`About ${text}`)
})

test('a long text without a secret takes no time', () => {
  for (const text of [
    '\\'.repeat(1e5),
    '%25'.repeat(1e5),
    'A'.repeat(1e5),
    `${'a'.repeat(39)}/`.repeat(3e3),
  ]) {
    const before = process.threadCpuUsage()
    expect(maskSecrets(text)).toBe(text)
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(500)
  }
})
