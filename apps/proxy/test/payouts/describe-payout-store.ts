import { describe } from 'vitest'
import type { OpenPayoutStore } from './open-payout-store.ts'
import { describeAccept } from './describe-accept.ts'
import { describeBrakes } from './describe-brakes.ts'
import { describeFormerHashes } from './describe-former-hashes.ts'
import { describeBooks } from './describe-books.ts'
import { describeChanges } from './describe-changes.ts'
import { describeLanes } from './describe-lanes.ts'
import { describeOperators } from './describe-operators.ts'
import { describeQueues } from './describe-queues.ts'

/** What every PayoutStore promises: PGlite, Postgres and the simulated one. */
export function describePayoutStore(name: string, open: OpenPayoutStore) {
  describe(`payouts on ${name}`, () => {
    describeAccept(open)
    describeFormerHashes(open)
    describeOperators(open)
    describeLanes(open)
    describeChanges(open)
    describeBooks(open)
    describeBrakes(open)
    describeQueues(open)
  })
}
