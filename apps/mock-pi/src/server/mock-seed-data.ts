import { seedDataSchema } from '@aloha-pi/contracts/control'
import type { AddedSeedData, SeedData } from '@aloha-pi/contracts/wire'
import { controlRefusal } from '../control/control-refusal.ts'
import { addSeedData } from '../control/seed-data/add-seed-data.ts'
import { seedDataToWire } from '../control/seed-data/seed-data-wire.ts'
import { loadStellar } from '../ledger/stellar.ts'
import type { World } from '../world/world.ts'
import { issueInBrackets } from '../worlds/read-snapshot.ts'

/** Users, apps, balances and payments as data, in process. */
export type MockSeedData = {
  /** Adds everything or nothing; rejects with a sentence that names the place and the rule. */
  addSeedData(data: SeedData): Promise<AddedSeedData>
}

export function createMockSeedData(world: World, url: string): MockSeedData {
  return {
    async addSeedData(given) {
      const data = readSeedData(given)
      const added = addSeedData(world, await loadStellar(), data)
      if (!added.ok) throw new SeedDataRefused(added.reason)
      return seedDataToWire(added.made, { spelling: world.settings.spelling, url })
    },
  }
}

/** The data, if they fit their schema; throws a sentence. */
export function readSeedData(given: unknown): SeedData {
  const parsed = seedDataSchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new SeedDataRefused(issueInBrackets(parsed.error))
}

/** Seed data that cannot be added; the message names the place and the rule. */
export class SeedDataRefused extends Error {
  constructor(reason: string) {
    super(controlRefusal('seed_data_refused', { reason }).body.error_message)
  }
}
