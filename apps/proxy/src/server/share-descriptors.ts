import type { DatabaseConfig } from '../config/config.ts'
import {
  findDescriptorLack,
  OWN_DESCRIPTORS,
  PGLITE_DESCRIPTORS,
  readDescriptorLimit,
} from '../files/descriptor-limit.ts'
import { POSTGRES_CONNECTIONS } from '../database/open-postgres.ts'

/** How many descriptors each part of the server may have open at once. */
export type DescriptorShares = {
  /** Connections of the API. */
  api: number
  /** Connections of the metrics port; few programs ask for the metrics. */
  metrics: number
  /** Sockets to each of the two upstreams. */
  upstream: number
}
type Served = { database: Pick<DatabaseConfig, 'kind'>; metrics?: unknown }

const MAX_API = 5_000
const MIN_API = 32
const MAX_SMALL = 64
const MIN_SMALL = 16
/** Pi and Horizon. */
const UPSTREAMS = 2

/**
 * Divides the descriptors of this process, so that no part can use up those of another: a process without one cannot
 * accept a connection on any port. The metrics port and the upstreams get a sixteenth each, the API what is left.
 */
export function shareDescriptors(
  served: Served,
  limit = readDescriptorLimit(),
): { ok: true; value: DescriptorShares } | { ok: false; problem: string } {
  const fixed =
    OWN_DESCRIPTORS +
    (served.database.kind === 'pglite' ? PGLITE_DESCRIPTORS : POSTGRES_CONNECTIONS)
  const smallShares = UPSTREAMS + (served.metrics == null ? 0 : 1)
  const problem = findDescriptorLack(fixed + smallShares * MIN_SMALL + MIN_API, limit)
  if (problem != null) return { ok: false, problem }
  const small = Math.max(MIN_SMALL, Math.min(MAX_SMALL, Math.floor(limit / 16)))
  const api = Math.min(MAX_API, limit - fixed - smallShares * small)
  return { ok: true, value: { api, metrics: small, upstream: small } }
}
