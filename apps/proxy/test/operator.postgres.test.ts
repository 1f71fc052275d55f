import { afterAll, describe } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { describeOperatorBrakes } from './describe-operator-brakes.ts'
import { describeOperatorCommands } from './describe-operator-commands.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const postgres = await startPostgres()

afterAll(() => postgres?.remove())

async function newDatabase() {
  const url = (await postgres?.newDatabase()) ?? ''
  await migratePostgres(url)
  return { kind: 'postgres', url } as const
}

describe.skipIf(postgres == null)('operators beside a server on Postgres', () => {
  describeOperatorCommands(newDatabase)
})

describe.skipIf(postgres == null)('brakes of a server on Postgres', () => {
  describeOperatorBrakes(newDatabase)
})
