import { afterAll, describe } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { describeOperatorLanes } from './describe-operator-lanes.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const postgres = await startPostgres()

afterAll(() => postgres?.remove())

describe.skipIf(postgres == null)('lane of a server on Postgres', () => {
  describeOperatorLanes(async () => {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    return { kind: 'postgres', url }
  })
})
