import { readMigrationFiles } from 'drizzle-orm/migrator'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { migrationConfig } from '../src/database/migrations.ts'
import { runProgram } from '../testkit/run-program.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const postgres = await startPostgres()
afterAll(() => postgres?.remove())
const migrations = readMigrationFiles(migrationConfig)
const migrateProgram = new URL('./programs/migrate.ts', import.meta.url)

test('three processes that migrate at once all succeed, and one does the work', async ({
  skip,
}) => {
  if (postgres == null) return skip('no Postgres runs here')
  const url = await postgres.newDatabase()
  const runs = [1, 2, 3].map(() => runProgram(migrateProgram, [], { DATABASE_URL: url }))
  await Promise.all(runs.map((run) => run.line(/^ready$/)))
  for (const run of runs) run.process.stdin?.write('go\n')
  const ended = await Promise.all(runs.map((run) => run.ended))

  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    Array.from({ length: 3 }, () => ({ code: 0, stderr: '' })),
  )
  expect(ended.map(({ stdout }) => stdout.split('\n')[1]).sort()).toEqual([
    'The database is now up to date',
    'The database was up to date',
    'The database was up to date',
  ])
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('SELECT count(*)::int AS runs FROM schema_migration')
  await client.end()
  expect(rows).toEqual([{ runs: migrations.length }])
})
