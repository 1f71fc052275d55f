import { randomBytes } from 'node:crypto'
import { makeApiKey } from '@aloha-pi/proxy/workspace/api-key'
import { openDatabase } from '@aloha-pi/proxy/workspace/open-database'

/** A well-formed key with a known id and the wrong secret, and one with an unknown id. */
export type WrongKeys = { knownId: string; unknownId: string }

/** Stores a key in the proxy's database, which must not be open, and returns two that must be refused. */
export async function storeKeyAndForgeOthers(dataDir: string): Promise<WrongKeys> {
  const idBytes = randomBytes(8)
  const withSameId = (size: number) => (size === idBytes.length ? idBytes : randomBytes(size))
  const stored = makeApiKey(withSameId)
  await using database = await openDatabase({ kind: 'pglite', dataDir }, () => {})
  const { keyId, digest } = stored
  await database.keys.create({ clientName: 'bench', keyId, digest, scopes: ['read'] })
  return { knownId: makeApiKey(withSameId).key, unknownId: makeApiKey(randomBytes).key }
}
