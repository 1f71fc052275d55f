import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../../src/stores/open-database.ts'
import { openTestPglite } from '../../testkit/open-test-database.ts'
import { describePayoutStore } from './describe-payout-store.ts'
import { openPayoutStore } from './open-payout-store.ts'

let database: Database
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(() => database.close())

describePayoutStore(
  'PGlite',
  openPayoutStore(() => database.db),
)
