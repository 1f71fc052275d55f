import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { fillDataDir } from '../src/database/fill-data-dir.ts'
import { readRows } from '../src/database/find-generated.ts'
import { readImage, readImageHash } from '../src/database/image-file.ts'
import { hashOfImage } from '../src/database/image-hash.ts'
import { openPglite } from '../src/database/open-pglite.ts'
import { haveFolder, identifierOf, open, rowsOf } from './image-database.ts'
import { takeLane } from './payouts/have-lane.ts'
import { newWallet } from './payouts/new-payout.ts'

/** The one in which the image has its checkpoint. */
const SEGMENT = 'pg_wal/000000010000000000000002'

test('the committed image is of the migrations and of the installed PGlite', () => {
  expect(readImageHash()).toBe(hashOfImage())
})

test('a stale image is not used', async () => {
  const stale = '0'.repeat(64)
  expect(readImage(stale)).toBeUndefined()
  const folder = await haveFolder()
  fillDataDir(folder, stale)
  expect(await readdir(folder)).toEqual([])
})

describe('two folders from the image', () => {
  test('differ in everything that a migration generates', async () => {
    const [one, other] = [await open(await haveFolder()), await open(await haveFolder())]
    const [rows, others] = [await readRows(one.db), await readRows(other.db)]
    const shared: string[] = []
    for (const [table, columns] of rows) {
      for (const [column, { type, values }] of columns) {
        if (type !== 'uuid' && !type.startsWith('timestamp')) continue
        const taken = others.get(table)?.get(column)?.values
        shared.push(...values.filter((value) => taken?.includes(value)))
      }
    }
    // The client of the development key, which is the same everywhere.
    expect(shared).toEqual(['00000000-0000-0000-0000-000000000001'])
    expect(rows.get('deployment')?.get('id')?.values).toHaveLength(1)
  })

  test('have two system identifiers, in every place that holds one', async () => {
    const identifiers = new Set<string>()
    const nonces = new Set<string>()
    for (const folder of [await haveFolder(), await haveFolder()]) {
      const { db } = await open(folder)
      const identifier = await identifierOf(db)
      const [control, segment] = await Promise.all([
        readFile(join(folder, 'global/pg_control')),
        readFile(join(folder, SEGMENT)),
      ])
      expect(String(control.readBigUInt64LE(0))).toBe(identifier)
      expect(String(segment.readBigUInt64LE(24))).toBe(identifier)
      expect(segment).toHaveLength(16_777_216)
      identifiers.add(identifier)
      nonces.add(control.toString('hex', 257, 289))
    }
    expect(identifiers.size).toBe(2)
    expect(nonces.size).toBe(2)
  })

  test('a lane that comes from the other one begins a quarantine; a kept one does not', async () => {
    const [one, other] = [await open(await haveFolder()), await open(await haveFolder())]
    const source = newWallet()
    for (const { payouts } of [one, other]) {
      await payouts.openLane(source, 0)
      await takeLane(payouts, source, { owner: 'a runner' })
    }
    const leftIn = async ({ payouts }: typeof one) => {
      const lease = await takeLane(payouts, source, { owner: 'a runner', quarantineMs: 60_000 })
      return (await payouts.loadLane(lease!))?.lane
    }
    expect(await leftIn(one)).toMatchObject({ quarantineLeftMs: 0, quarantineReason: 'new' })

    // All that a restored row would show, but who wrote it.
    const [lane] = await rowsOf<{ id: string }>(
      one.db,
      sql`SELECT database_id AS id FROM wallet_lane`,
    )
    await other.db.execute(
      sql`UPDATE wallet_lane SET database_id = ${lane?.id}, written_by = pg_current_xact_id()::text::bigint`,
    )
    const restored = await leftIn(other)
    expect(restored?.quarantineLeftMs).toBeGreaterThan(50_000)
    expect(restored?.quarantineReason).toBe('database')
  })
})

test('a folder that holds something else is not filled: PGlite makes the database', async () => {
  const folder = await haveFolder()
  await writeFile(join(folder, 'notes.txt'), 'mine')
  fillDataDir(folder)
  expect(await readdir(folder)).toEqual(['notes.txt'])
})

test('a database that is there is not touched', async () => {
  const folder = await haveFolder()
  await (await open(folder)).close()
  const before = await stat(join(folder, 'global/pg_control'))
  fillDataDir(folder)
  expect((await stat(join(folder, 'global/pg_control'))).mtimeMs).toBe(before.mtimeMs)
})

test('a second start in the same moment leaves what the first one fills', async () => {
  const folder = await haveFolder()
  const first = openPglite(folder)
  await expect(openPglite(folder)).rejects.toMatchObject({ refusal: 'in_use' })
  const { db, close } = await first
  expect(await rowsOf(db, sql`SELECT FROM deployment WHERE is_own`)).toHaveLength(1)
  await close()
  expect(await readdir(folder)).toContain('PG_VERSION')
})
