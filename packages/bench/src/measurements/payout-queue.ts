import type { Fill } from '../../../../apps/proxy/test/payouts/queue/fill-queue.ts'
import {
  openQueueDatabase,
  type Database,
} from '../../../../apps/proxy/test/payouts/queue/open-database.ts'
import type { Figure, Measurement } from '../figure.ts'
import { machineLoad } from '../machine-load.ts'
import { measureLedgers } from '../payout-queue/measure-ledgers.ts'
import { measureQueue, type Shape } from '../payout-queue/measure-queue.ts'
import { startDatabases, type Databases } from '../payouts/databases.ts'

const SIZES = [10, 1_000, 10_000, 100_000]
const LEDGERS = { waiting: 10_000, ledgers: 200, close: 100 }

const none: Omit<Fill, 'waiting'> = {
  isManyClients: false,
  isOneUser: false,
  aside: 0,
  isPoor: false,
  finished: 0,
}

const shapes: Shape[] = [
  { name: 'one client', fillOf: (waiting) => ({ ...none, waiting }) },
  { name: 'a client each', fillOf: (waiting) => ({ ...none, waiting, isManyClients: true }) },
  { name: 'one user', fillOf: (waiting) => ({ ...none, waiting, isOneUser: true }) },
  {
    name: '500 refused',
    fillOf: (waiting) => ({ ...none, waiting, aside: Math.min(500, waiting / 2) }),
  },
  { name: 'no money', fillOf: (waiting) => ({ ...none, waiting, isPoor: true }) },
  { name: 'that many finished', fillOf: (finished) => ({ ...none, waiting: 10, finished }) },
  { name: 'one client, vacuumed', fillOf: (waiting) => ({ ...none, waiting }), isVacuumed: true },
  {
    name: 'that many finished, vacuumed',
    fillOf: (finished) => ({ ...none, waiting: 10, finished }),
    isVacuumed: true,
  },
]

async function* run(): AsyncGenerator<Figure[]> {
  const databases = await startDatabases()
  try {
    for (const kind of ['Postgres', 'PGlite'] as const) {
      const open = await openAll(databases, kind)
      try {
        for (const shape of shapes) yield await measureQueue(open, kind, shape)
      } finally {
        for (const database of open.values()) await database.close()
      }
    }
    yield await measureLedgers(databases, LEDGERS)
    yield [machineLoad()]
  } finally {
    await databases.remove()
  }
}

/** One database for each size. */
async function openAll(databases: Databases, kind: 'Postgres' | 'PGlite') {
  const open = new Map<number, Database>()
  for (const size of SIZES) open.set(size, await openOne(databases, kind))
  return open
}

async function openOne(databases: Databases, kind: 'Postgres' | 'PGlite'): Promise<Database> {
  if (kind === 'PGlite') return openQueueDatabase(await databases.newPglite())
  const { env } = await databases.newPostgres()
  const database = await openQueueDatabase(env)
  // Else statistics would come while it measures, or not.
  await database.db.execute('ALTER TABLE payout SET (autovacuum_enabled = false)')
  return database
}

export const payoutQueue: Measurement = {
  name: 'payout-queue',
  title: `Many payouts wait: database time with ${SIZES.join(', ')} of them, and payouts per ledger`,
  run,
}
