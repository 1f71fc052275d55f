import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeApiKey } from './api-key.ts'
import { createAuthenticate } from './authenticate.ts'
import { developmentClient } from './development-client.ts'
import { DEVELOPMENT_KEY } from './development-key.ts'
import type { Client } from './key-store.ts'

const ID_BYTES = randomBytes(8)
const stored = makeApiKey((size) => (size === ID_BYTES.length ? ID_BYTES : randomBytes(size)))
const owner: Client = { clientId: 'c', name: 'shop', keyId: stored.keyId, scopes: ['u2a'] }

/** Counts the look-ups: they are the work that must be the same for every well-formed key. */
function setUp(development = false) {
  const lookedUp: string[] = []
  const keys = {
    findLive: async (keyId: string) => {
      lookedUp.push(keyId)
      return keyId === stored.keyId ? { client: owner, digest: stored.digest } : undefined
    },
  }
  return { authenticate: createAuthenticate({ keys, development }), lookedUp }
}

test('the right key is its owner, whatever the case of the scheme', async () => {
  const { authenticate } = setUp()
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    expect(await authenticate(`${scheme} ${stored.key}`)).toEqual({ ok: true, client: owner })
  }
})

test('P2: an unknown id and a wrong secret both cost one look-up and one comparison', async () => {
  const { authenticate, lookedUp } = setUp()
  const unknown = makeApiKey(randomBytes)
  const wrongSecret = makeApiKey((size) =>
    size === ID_BYTES.length ? ID_BYTES : randomBytes(size),
  )

  expect(await authenticate(`Bearer ${unknown.key}`)).toEqual({ ok: false })
  expect(await authenticate(`Bearer ${wrongSecret.key}`)).toEqual({ ok: false })

  expect(wrongSecret.keyId).toBe(stored.keyId)
  expect(lookedUp).toEqual([unknown.keyId, stored.keyId])
})

test('P1: what is not a Bearer key is refused', async () => {
  const { authenticate, lookedUp } = setUp()
  const { key } = stored
  const headers = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    key,
    `Basic ${key}`,
    `Key ${key}`,
    `Bearer ${key} ${key}`,
    `Bearer ${key},Bearer ${key}`,
    `Bearer ${key.slice(0, -1)}`,
    ` Bearer ${key}`,
    `Bearer ${'a'.repeat(10_240)}`,
  ]
  for (const header of headers) expect(await authenticate(header)).toEqual({ ok: false })
  expect(lookedUp).toEqual([])
})

test('P4: a typo is refused without a look into the database', async () => {
  const { authenticate, lookedUp } = setUp()
  const typo = stored.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
  expect(await authenticate(`Bearer ${typo}`)).toEqual({ ok: false })
  expect(lookedUp).toEqual([])
})

test('P26: the development key is accepted only when the configuration says so', async () => {
  const header = `Bearer ${DEVELOPMENT_KEY}`
  expect(await setUp(false).authenticate(header)).toEqual({ ok: false })
  expect(await setUp(true).authenticate(header)).toEqual({ ok: true, client: developmentClient })
})

test.each([stored.key, DEVELOPMENT_KEY])(
  'P31: when the database fails no one is let in (%#)',
  async (key) => {
    const authenticate = createAuthenticate({
      development: true,
      keys: {
        findLive: async () => {
          throw new Error('connection lost')
        },
      },
    })
    await expect(authenticate(`Bearer ${key}`)).rejects.toThrow('connection lost')
  },
)
