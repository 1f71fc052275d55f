import { EVENT_KINDS, worldPrefix } from '@aloha-pi/contracts/control'
import type { MockEvent, MockEventKind } from '@aloha-pi/contracts/wire'
import { realTimer } from '../clock/real-timer.ts'
import { followWorld } from '../control/follow-world.ts'
import type { World } from '../world/world.ts'
import type { WorldBook, WorldEntry } from '../worlds/world-book.ts'
import {
  createMockExplain,
  createMockFaults,
  type MockExplain,
  type MockFaults,
} from './mock-faults.ts'
import { createMockJournal, type MockJournal } from './mock-journal.ts'
import { createMockSeedData, type MockSeedData } from './mock-seed-data.ts'
import { createMockSnapshots, type MockSnapshots } from './mock-snapshots.ts'
import { createMockPresets, type Beginning, type MockPresets } from './mock-presets.ts'

/** A world of a mock, in process. */
export type MockWorld = MockExplain &
  MockSnapshots &
  MockSeedData & {
    /** `default` for the one that the mock begins with. */
    name: string
    /** What to use as the URL of a mock that has only this world. */
    url: string
    /** Of the first app as it is now, as are the wallet and the ids. */
    readonly apiKey: string
    readonly wallet: { address: string; seed: string }
    readonly appId: string
    /** Names the first app at Pi Sign-in. */
    readonly clientId: string
    /** What the world was asked. */
    journal: MockJournal
    faults: MockFaults
    /** Known troubles by name. */
    presets: MockPresets
    /** Calls the listener for what happens from now on, also after resets; returns the unsubscribe function. */
    onEvent(listener: (event: MockEvent) => void, kinds?: readonly MockEventKind[]): () => void
    /** The functional core, for tests. */
    world: World
  }

/** Of the mock: its URL, the address of its own requests, and the preset that its worlds begin with. */
export type MockPlace = {
  url: string
  own: { address: string; port: number }
  beginning: Beginning
  worlds: WorldBook
}

export function createMockWorld(
  entry: WorldEntry,
  { url: mockUrl, own, beginning, worlds }: MockPlace,
): MockWorld {
  const { name, world, closing } = entry
  const url = `${mockUrl}${worldPrefix(name)}`
  const app = () => world.apps.first()
  return {
    name,
    url,
    get apiKey() {
      return app().apiKey
    },
    get wallet() {
      const { address, seed } = app().wallet
      return { address, seed }
    },
    get appId() {
      return app().id
    },
    get clientId() {
      return app().clientId
    },
    journal: createMockJournal(world, { closing, own }),
    faults: createMockFaults(world),
    presets: createMockPresets(world, beginning),
    ...createMockExplain(world),
    ...createMockSnapshots(entry, worlds),
    ...createMockSeedData(world, url),
    onEvent(listener, kinds = EVENT_KINDS) {
      const stop = new AbortController()
      followWorld(world, {
        kinds: new Set(kinds),
        style: () => ({ spelling: world.settings.spelling, url }),
        timer: realTimer,
        emit: listener,
        signal: AbortSignal.any([stop.signal, closing]),
      })
      return () => stop.abort()
    },
    world,
  }
}
