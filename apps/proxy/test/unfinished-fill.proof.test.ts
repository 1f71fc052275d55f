import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { describe, expect, test } from 'vitest'
import { createPglite } from '../src/database/create-pglite.ts'
import { fillDataDir } from '../src/database/fill-data-dir.ts'
import { readRows } from '../src/database/find-generated.ts'
import { migrationConfig, readSchemaState } from '../src/database/migrations.ts'
import { openPglite } from '../src/database/open-pglite.ts'
import { haveFolder, identifierOf, open, rowsOf } from './image-database.ts'
import { mountTmpfs } from './mount-tmpfs.ts'

/** The one in which the image has its checkpoint. */
const SEGMENT = 'pg_wal/000000010000000000000002'

describe('a fill that did not end', () => {
  test('before the folder is a database, it begins again', async () => {
    const folder = await haveFolder()
    fillDataDir(folder)
    await rm(join(folder, 'PG_VERSION'))
    await writeFile(join(folder, '.filling'), '')
    await rm(join(folder, 'base'), { recursive: true })
    await writeFile(join(folder, SEGMENT), 'cut off')
    await mkdir(join(folder, 'left-over'))

    const { db } = await open(folder)
    expect(await rowsOf(db, sql`SELECT FROM deployment WHERE is_own`)).toHaveLength(1)
    expect(await readdir(folder)).not.toContain('left-over')
    expect(await readdir(folder)).not.toContain('.filling')
  })

  test('after that, what is there is opened, and nothing is filled', async () => {
    const folder = await haveFolder()
    const database = await open(folder)
    const identifier = await identifierOf(database.db)
    await database.db.execute(sql`CREATE TABLE kept AS SELECT 1 AS one`)
    await database.close()
    await writeFile(join(folder, '.filling'), '')

    const { db } = await open(folder)
    expect(await identifierOf(db)).toBe(identifier)
    expect(await rowsOf(db, sql`SELECT one FROM kept`)).toEqual([{ one: 1 }])
    expect(await readdir(folder)).not.toContain('.filling')
  })

  test('before it has its own ids, the next start gives it them', async () => {
    const folder = await haveFolder()
    fillDataDir(folder)
    const client = await createPglite(folder)
    const unnamed = await readRows(drizzle({ client }))
    await client.close()

    const { db } = await open(folder)
    const id = (rows: typeof unnamed) => rows.get('deployment')?.get('id')?.values
    expect(id(await readRows(db))).toHaveLength(1)
    expect(id(await readRows(db))).not.toEqual(id(unnamed))
  })

  test('no program takes it for a database that has none: its migrations stop at the first table', async () => {
    const folder = await haveFolder()
    fillDataDir(folder)
    const client = await createPglite(folder)
    const db = drizzle({ client })
    expect(await readSchemaState(db)).toBe('outdated')
    await expect(migrate(db, migrationConfig)).rejects.toThrow('CREATE TABLE "api_key"')
    await client.close()
  })

  test('while Postgres wrote its own lock file, it begins again', async () => {
    const folder = await haveFolder()
    fillDataDir(folder)
    await writeFile(join(folder, 'postmaster.pid'), '')
    await expect(createPglite(folder)).rejects.toThrow('PGlite failed to initialize')
    const { db } = await open(folder)
    expect(await rowsOf(db, sql`SELECT FROM deployment WHERE is_own`)).toHaveLength(1)
  })

  test('for want of room it leaves an empty folder', async (context) => {
    const parent = await haveFolder()
    await using mounted = await mountTmpfs(parent, '8m')
    if (mounted == null) return context.skip()
    const dataDir = join(parent, 'data')
    await expect(openPglite(dataDir)).rejects.toThrow('the disk is full')
    expect(await readdir(parent)).toEqual([])
  })
})
