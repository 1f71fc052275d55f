import { afterAll, describe } from 'vitest'
import { startPostgres } from '../../testkit/start-postgres.ts'
import { describeUpgrade } from './describe-upgrade.ts'

const postgres = await startPostgres()

describe.skipIf(postgres == null)('an upgrade of a shared database', () => {
  afterAll(() => postgres?.remove())

  describeUpgrade('Postgres', async () => ({
    target: { kind: 'postgres', url: (await postgres?.newDatabase()) ?? '' },
    // Goes with the server.
    remove: async () => undefined,
  }))
})
