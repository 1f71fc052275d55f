import { afterAll, beforeAll } from 'vitest'
import type { Database } from '../src/stores/open-database.ts'
import { describeKeyStore } from './describe-key-store.ts'
import { describeU2aPaymentStore } from './describe-u2a-payment-store.ts'
import { describeWorldStore } from './describe-world-store.ts'
import { openTestPglite } from '../testkit/open-test-database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestPglite()
})
afterAll(() => database.close())

describeU2aPaymentStore('PGlite', () => database)
describeKeyStore('PGlite', () => database)
describeWorldStore('PGlite', () => database)
