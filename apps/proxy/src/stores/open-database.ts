import { sql } from 'drizzle-orm'
import type { DatabaseConfig } from '../config/config.ts'
import { createKeyStore } from '../keys/drizzle-key-store.ts'
import type { KeyStore } from '../keys/key-store.ts'
import { createPayoutStore } from '../payouts/store/drizzle-payout-store.ts'
import type { PayoutStore } from '../payouts/store/payout-store.ts'
import { createU2aPaymentStore } from '../u2a/drizzle-u2a-payment-store.ts'
import type { U2aPaymentStore } from '../u2a/u2a-payment-store.ts'
import type { Db } from '../database/db.ts'
import { createWorldStore } from '../mock-world/drizzle-world-store.ts'
import { openPostgres } from '../database/open-postgres.ts'
import { tryWrite } from './try-write.ts'
import type { WorldStore } from '../mock-world/world-store.ts'

/** The open database: its stores, and what the server needs to watch and end it. */
export type Database = AsyncDisposable & {
  kind: DatabaseConfig['kind']
  db: Db
  u2aPayments: U2aPaymentStore
  payouts: PayoutStore
  keys: KeyStore
  world: WorldStore
  /** Throws when the database does not respond. */
  ping(): Promise<void>
  /** Throws when the database takes no writes. Dearer than `ping`. */
  tryWrite(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the database. PGlite: locked for this process and migrated. Postgres: only with the schema of this
 * program. Otherwise a DatabaseRefusedError says why and what to do. `onConnectionLost` is called for a Postgres
 * connection that broke while no one used it; the pool replaces it. `notify` is called for files that were open to others.
 */
export async function openDatabase(
  config: DatabaseConfig,
  onConnectionLost: (error: Error) => void,
  notify?: (sentence: string) => void,
): Promise<Database> {
  const opened = await openDriver(config, { onConnectionLost, notify })
  const { db, close } = opened
  return {
    kind: config.kind,
    db,
    u2aPayments: createU2aPaymentStore(db),
    payouts: createPayoutStore(db),
    keys: createKeyStore(db),
    world: createWorldStore(db),
    async ping() {
      await db.execute(sql`SELECT 1`)
    },
    tryWrite: opened.tryWrite,
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function openDriver(
  config: DatabaseConfig,
  hear: {
    onConnectionLost: (error: Error) => void
    notify: ((sentence: string) => void) | undefined
  },
) {
  if (config.kind === 'pglite') {
    // Beside Postgres, no one loads it: 10 MB that are compiled.
    const { openPglite } = await import('../database/open-pglite.ts')
    return openPglite(config.dataDir, { notify: hear.notify, tryWrite })
  }
  const opened = await openPostgres(config.url, hear.onConnectionLost)
  return { ...opened, tryWrite: () => tryWrite(opened.db) }
}
