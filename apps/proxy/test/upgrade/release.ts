import { readFile } from 'node:fs/promises'
import type { Network, Payment } from '@aloha-pi/contracts/platform'
import type { RecordedChain } from './recorded-chain.ts'

/** A payout as its client asked for it over HTTP. */
export type RecordedRequest = {
  /** What this payout stands for: a row of README.md. */
  name: string
  payoutId: string
  clientId: string
  /** Null: the client sent no Idempotency-Key. */
  idempotencyKey: string | null
  payment: { uid: string; amount: number; memo: string; metadata: Record<string, unknown> }
}

/** One row as Postgres writes it in JSON. */
export type Row = Record<string, unknown>

/** What one release left behind when it was stopped for the upgrade: its database, Pi, and the chain. */
export type Release = {
  /** The database's clock when the rows were read. */
  dumpedAt: string
  wallet: string
  network: Network
  requests: RecordedRequest[]
  tables: Record<string, Row[]>
  pi: RecordedPi
  chain: RecordedChain
}

/** Pi's payments of the app, and the wallet of each user who can be paid. */
export type RecordedPi = { payments: Payment[]; addresses: Record<string, string> }

/** The dump of the first release with payouts (migrations 0000 to 0004): README.md says what each payout stands for. */
export async function readRelease(): Promise<Release> {
  const text = await readFile(new URL('release-1.json', import.meta.url), 'utf8')
  // Written by the release itself; the loader refuses rows that do not fit its tables.
  return JSON.parse(text) as Release
}
