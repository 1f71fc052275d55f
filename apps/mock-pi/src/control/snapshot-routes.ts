import { controlContract } from '@aloha-pi/contracts/control'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { World } from '../world/world.ts'
import { restoreSnapshot } from '../worlds/read-snapshot.ts'
import type { WorldBook } from '../worlds/world-book.ts'
import { controlRefusal } from './control-refusal.ts'
import { worldToWire } from './control-wire.ts'

const s = initServer()

/** The world as data. */
export function createSnapshotRoutes(world: World, worlds: WorldBook) {
  return {
    snapshot: s.route(controlContract.snapshot, async () => ({ status: 200, body: world.saved() })),
    restore: s.route(controlContract.restore, async ({ body, res }) => {
      const restored = await restoreSnapshot(worlds, world.name, body)
      return restored.ok
        ? { status: 200, body: worldToWire(world) }
        : refuse(res, controlRefusal('snapshot_refused', { reason: restored.reason }))
    }),
  }
}
