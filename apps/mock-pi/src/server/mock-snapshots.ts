import type { Snapshot } from '@aloha-pi/contracts/wire'
import { controlRefusal } from '../control/control-refusal.ts'
import { restoreSnapshot } from '../worlds/read-snapshot.ts'
import type { WorldBook, WorldEntry } from '../worlds/world-book.ts'

/** A world as data, in process. */
export type MockSnapshots = {
  /** Everything of the world but its journal, refusals and `worldId`; it holds keys and tokens. */
  snapshot(): Snapshot
  /** Puts a snapshot in the place of the world, whole or not at all, under a new `worldId`. Rejects with a sentence. */
  restore(snapshot: Snapshot): Promise<void>
}

export function createMockSnapshots({ name, world }: WorldEntry, worlds: WorldBook): MockSnapshots {
  return {
    snapshot: () => structuredClone(world.saved()),
    async restore(snapshot) {
      const restored = await restoreSnapshot(worlds, name, structuredClone(snapshot))
      if (!restored.ok) throw new SnapshotRefused(restored.reason)
    },
  }
}

/** A snapshot that cannot be restored; `reason` names the place and the rule. */
export class SnapshotRefused extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(controlRefusal('snapshot_refused', { reason }).body.error_message)
    this.reason = reason
  }
}
