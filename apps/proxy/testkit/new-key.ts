import { randomBytes } from 'node:crypto'
import { makeApiKey } from '../src/keys/api-key.ts'
import type { KeyStore, NewKey } from '../src/keys/key-store.ts'

/** Stores a fresh key and returns it with the secret that the store never sees. */
export async function haveKey(keys: KeyStore, wish: Partial<NewKey> = {}) {
  const { key, keyId, digest } = makeApiKey(randomBytes)
  const made = await keys.create({
    clientName: newClientName(),
    keyId,
    digest,
    scopes: ['u2a', 'read'],
    ...wish,
  })
  if (!made.ok) throw new Error(`No key for the test: ${made.refusal}`)
  return { secret: key, ...made.key }
}

export function newClientName(): string {
  return `client-${randomBytes(6).toString('hex')}`
}
