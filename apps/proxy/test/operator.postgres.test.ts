import { afterAll, describe } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { describeOperatorCommands } from './describe-operator-commands.ts'
import { startPostgres } from './start-postgres.ts'

const postgres = await startPostgres()

describe.skipIf(postgres == null)('operators beside a server on Postgres', () => {
  describeOperatorCommands(async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    return { kind: 'postgres', url }
  })
  afterAll(() => postgres?.remove())
})
