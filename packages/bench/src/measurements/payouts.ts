import type { Figure, Measurement } from '../figure.ts'
import { machineLoad } from '../machine-load.ts'
import { startDatabases } from '../payouts/databases.ts'
import { measureFaults } from '../payouts/measure-faults.ts'
import { measureLostSubmits } from '../payouts/measure-lost-submits.ts'
import { measurePace } from '../payouts/measure-pace.ts'
import { measureRecovery } from '../payouts/measure-recovery.ts'
import { startPayoutWorld } from '../payouts/payout-world.ts'

/** Whole rounds of the eight fates that an order can meet. */
const FAULTY_ORDERS = 24
const KILLS = 8
const LOST_SUBMITS = 20

async function* run(): AsyncGenerator<Figure[]> {
  const databases = await startDatabases()
  const world = await startPayoutWorld()
  try {
    yield await measurePace(world, databases, { close: 1_000, orders: 10, single: 15 })
    yield await measurePace(world, databases, { close: 100, orders: 60, single: 0 })
    yield await measurePace(world, databases, { close: 'instant', orders: 100, single: 0 })
    yield await measureFaults(world, databases, FAULTY_ORDERS)
    yield await measureRecovery(world, databases, KILLS)
    yield await measureLostSubmits(world, databases, LOST_SUBMITS)
    yield [machineLoad()]
  } finally {
    await world.stop()
    await databases.remove()
  }
}

export const payouts: Measurement = {
  name: 'payouts',
  title: 'Payouts: the proxy beside a loop of the official pi-backend, on the same mock',
  run,
}
