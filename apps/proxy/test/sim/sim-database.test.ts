import { createSimDatabase } from '../../sim/model/sim-database.ts'
import { openSimStore } from '../../sim/model/async-store.ts'
import { describePayoutStore } from '../payouts/describe-payout-store.ts'

describePayoutStore('the simulated database', async () => {
  let now = 1_800_000_000_000
  const store = openSimStore(createSimDatabase(() => now))
  const advance = async (ms: number) => {
    now += ms
  }
  return { store, advance }
})
