import type { KeyStore } from '../keys/key-store.ts'
import type { U2aPaymentStore } from '../transactions/u2a-payment-store.ts'
import type { WorldStore } from './world-store.ts'

/** The open database: its stores, and what the server needs to watch and end it. */
export type Database = AsyncDisposable & {
  kind: 'pglite' | 'postgres'
  u2aPayments: U2aPaymentStore
  keys: KeyStore
  world: WorldStore
  /** Throws when the database does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}
