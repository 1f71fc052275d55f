import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openPostgres } from '../src/database/open-postgres.ts'
import { dumpDatabase } from '../testkit/dump-database.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import { startPostgres } from '../testkit/start-postgres.ts'
import { findSecrets, PASSWORD } from './find-secrets.ts'

const postgres = await startPostgres()
afterAll(() => postgres?.remove())

describe.skipIf(postgres == null)('on Postgres', () => {
  test('P22: no secret is in a response, a log line, a metric or a row', async () => {
    const admin = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(admin)
    const url = new URL(admin)
    url.username = 'canary'
    url.password = PASSWORD
    const client = new Client({ connectionString: admin })
    await client.connect()
    await client.query(`CREATE ROLE canary LOGIN PASSWORD '${PASSWORD}'`)
    await client.query('GRANT ALL ON ALL TABLES IN SCHEMA public TO canary')
    await client.end()

    const found = await findSecrets({
      env: { DATABASE_URL: url.href },
      async dump() {
        const { db, close } = await openPostgres(admin, failOnLostConnection)
        const rows = await dumpDatabase(db)
        await close()
        return rows
      },
    })

    expect(found).toEqual([])
  })
})
