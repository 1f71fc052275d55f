import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatabaseConfig } from '../../src/config/config.ts'
import type { Database } from '../../src/stores/open-database.ts'
import { createAuthenticate } from '../../src/keys/authenticate.ts'
import { isFinal, type Payout } from '../../src/payouts/model/payout.ts'
import { ends, idOf, namesSignedFor, ownerOf, release } from './expected-ends.ts'
import { removeMigratedFolder, select, upgradeRelease } from './load-release.ts'
import { isOpen } from './recorded-pi.ts'
import { releaseKey, releaseKeys } from './release-keys.ts'
import { repeatRequests } from './repeat-requests.ts'
import { createReplay, runReplay, type Replay } from './replay.ts'

/** An empty database; `remove` deletes it. */
export type NewTarget = () => Promise<{ target: DatabaseConfig; remove(): Promise<void> }>

/** What an upgrade from the first release with payouts promises, on PGlite and on Postgres. */
export function describeUpgrade(name: string, newTarget: NewTarget) {
  describe(`upgrade from release 1 on ${name}`, () => {
    afterAll(removeMigratedFolder)
    describe.each([
      ['did not reach the chain', false],
      ['reached the chain, and the response was lost', true],
    ])('the signed transaction %s', (_, isOnChain) => {
      const upgraded = useUpgraded(newTarget)

      test.each(keptIds)('every id of %s is kept', async (table, id) => {
        const ids = await idsOf(upgraded(), table, id)
        expect(ids).toEqual(expect.arrayContaining(recordedIds(table, id)))
      })

      test('the dump holds every state, and the migrations leave it', async () => {
        expect(await statesOf(upgraded())).toEqual(ends.map(([name, before]) => [name, before]))
      })

      test.each(releaseKeys)(
        'key "$name" is live: $isLive',
        async ({ name, clientName, isLive }) => {
          const authenticate = createAuthenticate({ keys: upgraded().keys, development: false })
          const caller = await authenticate(`Bearer ${releaseKey(name).key}`)
          const owner = release.tables['client']?.find((row) => row['name'] === clientName)
          const client = expect.objectContaining({ clientId: owner?.['client_id'] })
          expect(caller).toEqual(isLive ? { ok: true, client } : { ok: false })
        },
      )

      test('a repeated request joins its payout', async () => {
        expect(await repeatRequests(upgraded(), release)).toEqual(joined)
        expect(await idsOf(upgraded(), 'payout', 'id')).toEqual(recordedIds('payout', 'id'))
      })

      test(
        'all payouts end without an alarm, a second payment or a second transaction',
        async () => {
          const database = upgraded()
          const replay = createReplay(release)
          if (isOnChain) await replay.chain.submit(liveEnvelope())

          const seen = await runReplay(database, { release, replay }, restWatch(database, replay))

          expect(seen).toEqual({ alarms: [], faults: [] })
          expect(await statesOf(database)).toEqual(ends.map(([name, , after]) => [name, after]))
          expectNoSecondPayment(replay)
          await expectPaidOnce(database, replay)
          expect(await repeatRequests(database, release)).toEqual(joined)
          expect(await idsOf(database, 'payout', 'id')).toEqual(recordedIds('payout', 'id'))
        },
        REST_TEST_MS,
      )
    })

    test('a dump that is restored into another database begins a quarantine', async () => {
      const { target, remove } = await newTarget()
      const database = await upgradeRelease(target, release, { isSameDatabase: false })
      try {
        const replay = createReplay(release)
        const leftMs = () => quarantineLeftMs(database)
        await runReplay(database, { release, replay }, async () => (await leftMs()) != null)
        expect(await leftMs()).toBeGreaterThan(60_000)
      } finally {
        await database.close()
        await remove()
      }
    })
  })
}

/** More than a replay takes, so that its own error shows what was not over. */
const REST_TEST_MS = 45_000

/** One upgraded database for the tests of a `describe`, which run one after the other. */
function useUpgraded(newTarget: NewTarget): () => Database {
  let database: Database | undefined
  let remove: () => Promise<void> = async () => undefined
  beforeAll(async () => {
    const made = await newTarget()
    remove = made.remove
    database = await upgradeRelease(made.target, release)
  })
  afterAll(async () => {
    await database?.close()
    await remove()
  })
  return () => {
    if (database == null) throw new Error('The database was not upgraded')
    return database
  }
}

const keptIds = [
  ['client', 'client_id'],
  ['api_key', 'key_id'],
  ['u2a_payment', 'payment_id'],
  ['world', 'world_id'],
  ['payout', 'id'],
  ['payout', 'pi_id'],
  ['payout_envelope', 'hash'],
  ['payout_event', 'id'],
  ['wallet_lane', 'source'],
  ['wallet_tx', 'hash'],
] as const

function recordedIds(table: string, id: string): string[] {
  return (release.tables[table] ?? []).map((row) => String(row[id])).sort()
}

async function idsOf({ db }: Database, table: string, id: string): Promise<string[]> {
  const query = sql`SELECT ${sql.identifier(id)} AS id FROM ${sql.identifier(table)}`
  const rows = await select<{ id: unknown }>(db, query)
  return rows.map((row) => String(row.id)).sort()
}

async function statesOf({ payouts }: Database): Promise<[name: string, state: string][]> {
  const rows = new Map((await payouts.list({ limit: 100 })).map((row) => [row.id, row]))
  return ends.map(([name]) => [name, String(rows.get(idOf(name))?.state)])
}

/** Of every client, with every key and without one: the same payout again. */
const joined = release.requests.map(({ name, payoutId }) => ({ name, payoutId, isReplayed: true }))

/** Pi is asked once for each payout that had no payment, and the signer once for each that had no signature. */
function expectNoSecondPayment({ pi, orders }: Replay) {
  expect(pi.asked.map(ownerOf).sort()).toEqual(namesSignedFor('a new payment'))
  const payments = new Map(pi.payments().map((payment) => [payment.identifier, payment]))
  expect(orders.map(({ memo }) => ownerOf(payments.get(memo) ?? {})).sort()).toEqual(
    namesSignedFor('a new payment', 'the known payment'),
  )
  // Of a held payout nothing is finished before an operator decides.
  expect(pi.payments().filter(isOpen).map(ownerOf)).toEqual(['held'])
}

/** Each payout with a txid has that one successful transaction on the chain, the others have none. */
async function expectPaidOnce({ payouts }: Database, replay: Replay) {
  const rows = new Map<string, Payout | undefined>()
  for (const [name] of ends) rows.set(name, await payouts.find(idOf(name)))
  expect(ends.map(([name]) => [name, transactionsOf(name, replay)])).toEqual(
    ends.map(([name]) => [name, expectedTransactions(rows.get(name))]),
  )
  // Neither the open payment whose id the release never learned nor the signed transaction is made again.
  const adopted = release.pi.payments.find((each) => ownerOf(each) === 'creating, answer lost')
  expect(rows.get('creating, answer lost')?.piId).toBe(adopted?.identifier)
  expect(rows.get('signed')?.txid).toBe(liveEnvelope().hash)
}

/** Successful transactions whose memo is a payment of the payout. */
function transactionsOf(name: string, { pi, chain }: Replay) {
  const own = pi.payments().filter((payment) => ownerOf(payment) === name)
  const memos = new Set<string | null>(own.map(({ identifier }) => identifier))
  return chain
    .transactions()
    .filter(({ successful, memo }) => successful && memos.has(memo))
    .map(({ hash, payment }) => ({ hash, payment }))
}

function expectedTransactions(payout: Payout | undefined) {
  // The replayed chain is that of the present wallet.
  if (payout?.txid == null || payout.fromAddress !== release.wallet) return []
  const payment = { destination: payout.toAddress, amount: payout.amount }
  return [{ hash: payout.txid, payment }]
}

function liveEnvelope(): { hash: string; xdr: string } {
  const row = release.tables['payout_envelope']?.find(({ status }) => status === 'live')
  return { hash: String(row?.['hash']), xdr: String(row?.['xdr']) }
}

/** Null without a quarantine. */
async function quarantineLeftMs({ db }: Database): Promise<number | null | undefined> {
  const [lane] = await select<{ ms: number | null }>(
    db,
    sql`SELECT (extract(epoch from quarantine_until - now()) * 1000)::float8 AS ms FROM wallet_lane WHERE source = ${release.wallet}`,
  )
  return lane?.ms
}

/** True when nothing is in work and three more audits have looked at Pi's open payments. */
function restWatch(database: Database, { pi }: Replay): () => Promise<boolean> {
  let listedAtRest: number | undefined
  return async () => {
    const rows = await database.payouts.list({ limit: 100 })
    const isAtRest = rows.every(({ state }) => isFinal(state) || state === 'held')
    if (isAtRest) listedAtRest ??= pi.listed()
    return listedAtRest != null && pi.listed() >= listedAtRest + 3
  }
}
