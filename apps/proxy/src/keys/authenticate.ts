import { timingSafeEqual } from 'node:crypto'
import { parseApiKey } from './api-key.ts'
import { developmentClient } from './development-client.ts'
import { DEVELOPMENT_KEY } from './development-key.ts'
import type { Client, KeyStore } from './key-store.ts'

/** Reports who sent an Authorization header; every refusal looks the same. A fault of the database throws. */
export type Authenticate = (
  authorization: string | undefined,
) => Promise<{ ok: true; client: Client } | { ok: false }>

const NO_DIGEST = new Uint8Array(32)

/** `development`: accept the development key. Only in front of a mock. */
export function createAuthenticate(options: {
  keys: Pick<KeyStore, 'findLive'>
  development: boolean
}): Authenticate {
  const { keys } = options
  const developmentDigest = options.development ? parseApiKey(DEVELOPMENT_KEY)?.digest : undefined
  return async (authorization) => {
    const key = parseApiKey(bearerToken(authorization))
    if (key == null) return { ok: false }
    const development = key.kind === 'test' ? developmentDigest : undefined
    const isLookedUp = key.kind === 'live' || development != null
    // Also for the development key, which is not stored: without the database no one is let in.
    const stored = isLookedUp ? await keys.findLive(key.keyId) : undefined
    const known = development == null ? stored : { client: developmentClient, digest: development }
    // An unknown id is compared as well, so that it takes as long as a wrong secret.
    const matches = timingSafeEqual(key.digest, known?.digest ?? NO_DIGEST)
    return known != null && matches ? { ok: true, client: known.client } : { ok: false }
  }
}

function bearerToken(authorization: string | undefined): string {
  return /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? ''
}
