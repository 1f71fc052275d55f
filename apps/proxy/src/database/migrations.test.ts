import { readFile } from 'node:fs/promises'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, test } from 'vitest'
import { migrationConfig } from './migrations.ts'
import * as schema from './schema.ts'

type Snapshot = Awaited<ReturnType<typeof generateDrizzleJson>>

/** What the committed migrations lead to. */
async function lastSnapshot(): Promise<Snapshot> {
  const read = async (name: string) =>
    JSON.parse(await readFile(`${migrationConfig.migrationsFolder}/meta/${name}`, 'utf8'))
  const { entries } = await read('_journal.json')
  return read(`${String(entries.at(-1).idx).padStart(4, '0')}_snapshot.json`)
}

test('the committed migrations lead to the schema of this program', async () => {
  const last = await lastSnapshot()
  expect(await generateMigration(last, generateDrizzleJson(schema, last.id))).toEqual([])
})

test('a column that no migration makes is noticed', async () => {
  const last = await lastSnapshot()
  const without = structuredClone(last)
  delete without.tables['public.u2a_payment']?.columns['txid']

  expect(await generateMigration(without, generateDrizzleJson(schema, last.id))).toEqual([
    'ALTER TABLE "u2a_payment" ADD COLUMN "txid" text;',
  ])
})
