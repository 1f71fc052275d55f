import type {
  AppliedPreset,
  Preset,
  PresetName,
  PresetOrder,
  SeedData,
  StartPreset,
} from '@aloha-pi/contracts/wire'
import { addSeedData } from '../control/seed-data/add-seed-data.ts'
import { usePreset, usePresetNow } from '../control/use-preset.ts'
import { loadStellar } from '../ledger/stellar.ts'
import { describePresets } from '../presets/presets.ts'
import type { World } from '../world/world.ts'
import { SeedDataRefused } from './mock-seed-data.ts'

/** Known troubles by name, as the control API offers them. */
export type MockPresets = {
  list(): Preset[]
  /** Puts the world into the trouble; returns what was made and how to get out. Rejects with a sentence. */
  apply(name: PresetName, order?: PresetOrder): Promise<AppliedPreset>
  /** What the preset of the start made; again after each reset. */
  atStart(): AppliedPreset | undefined
}

/** What each world begins with. */
export type Beginning = {
  /** Called when a world begins. */
  prepare: (world: World) => void
  madeIn: (world: World) => AppliedPreset | undefined
}

/**
 * Makes seed data and then a preset ready to be applied at once; worlds begin synchronously, and Stellar's library does not
 * load so.
 */
export async function beginWith({ seedData, preset }: BeginningOptions): Promise<Beginning> {
  if (preset == null && seedData == null) return { prepare: () => {}, madeIn: () => undefined }
  const stellar = await loadStellar()
  const made = new WeakMap<World, AppliedPreset>()
  return {
    prepare(world) {
      const added = seedData == null ? undefined : addSeedData(world, stellar, seedData)
      if (added?.ok === false) throw new SeedDataRefused(added.reason)
      if (preset == null) return
      const used = usePresetNow(world, stellar, preset)
      if (!used.ok) throw new Error(`preset: ${used.refusal.body.error_message}`)
      made.set(world, used.applied)
    },
    madeIn: (world) => made.get(world),
  }
}

type BeginningOptions = {
  seedData: SeedData | undefined
  preset: Exclude<StartPreset, string> | undefined
}

export function createMockPresets(world: World, { madeIn }: Beginning): MockPresets {
  return {
    list: describePresets,
    async apply(name, order) {
      const used = await usePreset(world, name, order)
      if (used.ok) return used.applied
      throw new Error(used.refusal.body.error_message)
    },
    atStart: () => madeIn(world),
  }
}
