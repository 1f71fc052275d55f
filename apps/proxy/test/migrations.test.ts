import { readFile } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, test } from 'vitest'
import drizzleConfig from '../drizzle.config.ts'
import { migrationConfig } from '../src/database/migrations.ts'

type Snapshot = Awaited<ReturnType<typeof generateDrizzleJson>>

/** The tables of all domains, from the files that the migrations are made of. */
async function ownTables(): Promise<Record<string, unknown>> {
  const files = [drizzleConfig.schema ?? []].flat()
  const modules = await Promise.all(
    files.map(
      async (file) => (await import(new URL(`../${file}`, import.meta.url).href)) as object,
    ),
  )
  return Object.assign({}, ...modules)
}

/** What the committed migrations lead to. */
async function lastSnapshot(): Promise<Snapshot> {
  const read = async (name: string) =>
    JSON.parse(await readFile(`${migrationConfig.migrationsFolder}/meta/${name}`, 'utf8'))
  const { entries } = await read('_journal.json')
  return read(`${String(entries.at(-1).idx).padStart(4, '0')}_snapshot.json`)
}

test('the committed migrations lead to the schema of this program', async () => {
  const last = await lastSnapshot()
  expect(await generateMigration(last, generateDrizzleJson(await ownTables(), last.id))).toEqual([])
})

test('a column that no migration makes is noticed', async () => {
  const last = await lastSnapshot()
  const without = structuredClone(last)
  delete without.tables['public.u2a_payment']?.columns['txid']

  expect(await generateMigration(without, generateDrizzleJson(await ownTables(), last.id))).toEqual(
    ['ALTER TABLE "u2a_payment" ADD COLUMN "txid" text;'],
  )
})
