import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIVE_KEY_PREFIX, makeApiKey, parseApiKey } from './api-key.ts'
import { DEVELOPMENT_KEY } from './development-key.ts'

const document = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
/** The pattern that docs/configuration.md gives to secret scanners. */
const scannerRule = new RegExp(/`(aloha_live_\[[^`]*)`/.exec(document)?.[1] ?? 'missing')

test('P4: a key has the fixed prefix and the length that secret scanners look for', () => {
  for (let round = 0; round < 500; round += 1) {
    const { key } = makeApiKey(randomBytes)
    expect(key.startsWith(LIVE_KEY_PREFIX)).toBe(true)
    expect(scannerRule.exec(`PROXY_KEY="${key}"`)?.[0]).toBe(key)
  }
})

test('the smallest and the largest random bytes give keys of the same length', () => {
  const smallest = makeApiKey((size) => new Uint8Array(size))
  const largest = makeApiKey((size) => new Uint8Array(size).fill(255))
  expect(smallest.key).toHaveLength(largest.key.length)
  expect(parseApiKey(smallest.key)?.keyId).toBe('0'.repeat(11))
  expect(parseApiKey(largest.key)?.digest).toEqual(largest.digest)
})

test('all 32 random bytes of the secret are in the key', () => {
  const keys = Array.from({ length: 32 }, (_, at) => {
    const { key } = makeApiKey((size) => {
      const bytes = new Uint8Array(size)
      if (size === 32) bytes[at] = 1
      return bytes
    })
    return key
  })
  expect(new Set(keys).size).toBe(32)
})

test('a parsed key has the id and the digest it was made with', () => {
  const { key, keyId, digest } = makeApiKey(randomBytes)
  expect(parseApiKey(key)).toEqual({ keyId, kind: 'live', digest })
})

test('P4: every single wrong character is noticed by form or checksum', () => {
  const { key } = makeApiKey(randomBytes)
  for (let at = 0; at < key.length; at += 1) {
    const typo = key[at] === 'a' ? 'b' : 'a'
    expect(parseApiKey(key.slice(0, at) + typo + key.slice(at + 1))).toBeUndefined()
  }
})

test('P4: two swapped neighbours are noticed', () => {
  const { key } = makeApiKey(randomBytes)
  const swapped = Array.from(
    { length: key.length - 1 },
    (_, at) => key.slice(0, at) + key[at + 1] + key[at] + key.slice(at + 2),
  )
  const accepted = swapped.filter((each) => each !== key && parseApiKey(each) != null)
  expect(accepted).toEqual([])
})

test('what is not a key is refused', () => {
  const { key } = makeApiKey(randomBytes)
  const others = ['', ' ', key.slice(1), `${key}a`, `${key}\n`, key.toUpperCase(), `x${key}`]
  for (const other of others) expect(parseApiKey(other)).toBeUndefined()
  fc.assert(fc.property(fc.string(), (text) => parseApiKey(text) === undefined))
})

test('the development key has the same form and checksum, and another kind', () => {
  expect(parseApiKey(DEVELOPMENT_KEY)).toMatchObject({ keyId: 'development', kind: 'test' })
})
