import { randomBytes } from 'node:crypto'
import { makeApiKey } from '../keys/api-key.ts'
import { LIVE_KEYS_PER_CLIENT, type KeyStore, type StoredKey } from '../keys/key-store.ts'
import type { Command, CommandIo } from '../operator/command.ts'
import { keysUsage, readKeysArguments, type KeysRequest } from './keys-arguments.ts'
import { withDatabase } from './with-database.ts'

/** `proxy keys create|list|revoke`. */
export const keysCommand: Command = async (args, io) => {
  const read = readKeysArguments(args)
  if (!read.ok) {
    io.complain(`${read.problem}.\n${keysUsage}`)
    return 2
  }
  return withDatabase(io, { command: 'keys', args }, ({ keys }) => perform(read.request, keys, io))
}

function perform(request: KeysRequest, keys: KeyStore, io: CommandIo): Promise<number> {
  switch (request.type) {
    case 'create':
      return create(request, keys, io)
    case 'list':
      return list(keys, io)
    case 'revoke':
      return revoke(request.keyId, keys, io)
  }
}

/** Only the key goes to standard output, so that a script can take it. */
async function create(
  request: Extract<KeysRequest, { type: 'create' }>,
  keys: KeyStore,
  io: CommandIo,
): Promise<number> {
  const { key, keyId, digest } = makeApiKey(randomBytes)
  const { client: clientName, scopes, expiresInDays } = request
  const made = await keys.create({
    clientName,
    keyId,
    digest,
    scopes,
    ...(expiresInDays == null ? {} : { expiresInDays }),
  })
  if (!made.ok) {
    io.complain(
      `Client ${clientName} has ${LIVE_KEYS_PER_CLIENT} live keys, which is the limit: revoke one with proxy keys revoke ID.`,
    )
    return 1
  }
  io.print(key, 'key')
  io.complain(`${describeKey(made.key)}. This is the only time that the key is shown.`)
  return 0
}

async function list(keys: KeyStore, io: CommandIo): Promise<number> {
  const all = await keys.list()
  for (const key of all) io.print(describeKey(key))
  if (all.length === 0) io.complain('There are no keys.')
  return 0
}

async function revoke(keyId: string, keys: KeyStore, io: CommandIo): Promise<number> {
  const outcome = await keys.revoke(keyId)
  if (outcome === 'unknown') {
    io.complain(`There is no key ${keyId}: proxy keys list shows all.`)
    return 1
  }
  io.print(outcome === 'revoked' ? `Key ${keyId} is revoked` : `Key ${keyId} was revoked before`)
  return 0
}

function describeKey(key: StoredKey): string {
  const end =
    key.revokedAt != null
      ? `revoked ${key.revokedAt.toISOString()}`
      : key.expiresAt == null
        ? 'never expires'
        : `${key.live ? 'expires' : 'expired'} ${key.expiresAt.toISOString()}`
  return `${key.keyId} ${key.name} ${key.scopes.join(',')}, made ${key.createdAt.toISOString()}, ${end}`
}
