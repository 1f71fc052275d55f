import type { Client } from './key-store.ts'

/** Tells who sent an Authorization header; every refusal looks the same. */
export type Authenticate = (
  authorization: string | undefined,
) => Promise<{ ok: true; client: Client } | { ok: false }>
