import { controlContract, seedDataJsonSchema } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { loadStellar } from '../ledger/stellar.ts'
import type { PaymentStyleOf } from '../platform/payment-wire.ts'
import type { World } from '../world/world.ts'
import { controlRefusal } from './control-refusal.ts'
import { addSeedData } from './seed-data/add-seed-data.ts'
import { seedDataToWire } from './seed-data/seed-data-wire.ts'

const s = initServer()

/** Users, apps, balances and payments as data. */
export function createSeedDataRoutes(world: World, style: PaymentStyleOf) {
  return {
    addSeedData: s.route(controlContract.addSeedData, async ({ body, res }) => {
      const added = addSeedData(world, await loadStellar(), body)
      return added.ok
        ? { status: 201, body: seedDataToWire(added.made, style(res)) }
        : refuse(res, controlRefusal('seed_data_refused', { reason: added.reason }))
    }),
    seedDataSchema: s.route(controlContract.seedDataSchema, async () => ({
      status: 200,
      body: seedDataJsonSchema(),
    })),
  }
}
