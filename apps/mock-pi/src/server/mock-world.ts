import { EVENT_KINDS, worldPrefix } from '@aloha-pi/contracts/control'
import type { MockEvent, MockEventKind } from '@aloha-pi/contracts/wire'
import { realTimer } from '../clock/real-timer.ts'
import { followWorld } from '../control/follow-world.ts'
import type { World } from '../world/world.ts'
import type { WorldEntry } from '../worlds/world-book.ts'
import {
  createMockExplain,
  createMockFaults,
  type MockExplain,
  type MockFaults,
} from './mock-faults.ts'
import { createMockJournal, type MockJournal } from './mock-journal.ts'
import { createMockPresets, type BeginningPreset, type MockPresets } from './mock-presets.ts'

/** A world of a mock, in process. */
export type MockWorld = MockExplain & {
  /** `default` for the one that the mock begins with. */
  name: string
  /** What to use as the URL of a mock that has only this world. */
  url: string
  /** Of the first app, as are the wallet and the id. */
  apiKey: string
  wallet: { address: string; seed: string }
  appId: string
  /** Names the first app at Pi Sign-in. */
  clientId: string
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
  beginning: BeginningPreset
}

export function createMockWorld(
  { name, world, closing }: WorldEntry,
  { url: mockUrl, own, beginning }: MockPlace,
): MockWorld {
  const url = `${mockUrl}${worldPrefix(name)}`
  const app = world.apps.first()
  return {
    name,
    url,
    apiKey: app.apiKey,
    wallet: { address: app.wallet.address, seed: app.wallet.seed },
    appId: app.id,
    clientId: app.clientId,
    journal: createMockJournal(world, { closing, own }),
    faults: createMockFaults(world),
    presets: createMockPresets(world, beginning),
    ...createMockExplain(world),
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
