import type { AlohaScope } from '@aloha-pi/contracts/aloha'

/** Who calls: the owner of an API key, with what this key may do. */
export type Client = {
  clientId: string
  name: string
  keyId: string
  scopes: readonly AlohaScope[]
}

/** Pattern of client names, for the database as well. */
export const CLIENT_NAME = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'

/** An API key as it is kept: everything but the secret. */
export type StoredKey = Client & {
  createdAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  live: boolean
}

export type NewKey = {
  clientName: string
  keyId: string
  /** SHA-256 of the whole key. */
  digest: Uint8Array
  scopes: readonly AlohaScope[]
  /** Absent: never expires. */
  expiresInDays?: number
}

/** Who has a key, and the SHA-256 with which a given key is compared. */
export type LiveKey = { client: Client; digest: Uint8Array }

/** Two, so that a client can take up a new key before it gives up the old one. */
export const LIVE_KEYS_PER_CLIENT = 2

/** Clients and the digests of their keys. Nothing is cached, so a revoked key is refused everywhere at once. */
export interface KeyStore {
  /** Makes the client if the name is new. Of racing calls for one client at most two get a live key. */
  create(key: NewKey): Promise<{ ok: true; key: StoredKey } | { ok: false; refusal: 'key_limit' }>

  /** The key if it is live by the database's clock: neither revoked nor expired. */
  findLive(keyId: string): Promise<LiveKey | undefined>

  /** All keys, by client name and age. */
  list(): Promise<StoredKey[]>

  /** Ends the key. Revoking twice keeps the first time. */
  revoke(keyId: string): Promise<'revoked' | 'already_revoked' | 'unknown'>
}
