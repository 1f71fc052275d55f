import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import { describePresets } from '../presets/presets.ts'
import type { World } from '../world/world.ts'
import { usePreset } from './use-preset.ts'

const s = initServer()

/** Known troubles by name. */
export function createPresetControlRoutes(world: World) {
  return {
    presets: s.route(controlContract.presets, async () => ({
      status: 200,
      body: { presets: describePresets() },
    })),
    applyPreset: s.route(controlContract.applyPreset, async ({ params, body, res }) => {
      const used = await usePreset(world, params.preset, body)
      return used.ok ? { status: 201, body: used.applied } : refuse(res, used.refusal)
    }),
  }
}
