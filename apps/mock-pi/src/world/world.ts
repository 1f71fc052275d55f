import type { SavedContinuation, SavedWorld } from '../saved/saved-world.ts'
import { loadParts, saveParts } from './saved-parts.ts'
import { beginParts, copyParts, type PartsOptions, type WorldParts } from './world-parts.ts'

export type WorldOptions = PartsOptions & {
  /** Called with a world that has just begun, also after each reset. */
  prepare?: ((world: World) => void) | undefined
}

/** Everything that the mock knows. `reset` puts all of it back to the start, under a new `worldId`. */
export type World = WorldParts & {
  /** Aborted when a reset has put another world in the place of this one: who waits here waits in vain. */
  ended: AbortSignal
  reset(): void
  /** A copy under another name, apart from this world; its resets lead back to now. Requests and refusals are not copied. */
  fork(name: string): World
  /** Everything of it as plain data, but for requests and refusals. */
  saved(): SavedWorld
  /** The saved data of this moment's clock and identity, with which the same world can go on after a restart. */
  continuation(): SavedContinuation
  /**
   * Puts a saved world in the place of this one, under a new `worldId`; throws `BadSnapshot`, and then nothing has changed. A
   * reset leads back to what this world began with. Stellar's library must be loaded.
   */
  restore(saved: SavedWorld): void
  /** Whether the API key or the access token is of this world; a token also when it is not valid any more. */
  knows(credential: Credential): boolean
  /** The same, but for what was copied from another world. */
  made(credential: Credential): boolean
  /** Who waits here waits in vain, and no other world follows. */
  drop(): void
}

/** An API key (`key`) or an access token (`bearer`). */
export type Credential = { scheme: 'key' | 'bearer'; secret: string }

/**
 * A world that begins: with one app, the users alice and bob, and the documented test payment. Or the saved one goes on;
 * throws `BadSnapshot`.
 */
export function createWorld(options: WorldOptions, saved?: SavedWorld): World {
  const world = openWorld(options, {
    first: saved == null ? undefined : loadParts(saved, options, saved.continues),
    start: () => beginParts(options),
  })
  if (saved == null) options.prepare?.(world)
  return world
}

type Opening = {
  /** What it has now; default: what it begins with. */
  first?: WorldParts | undefined
  /** What each reset leads back to. */
  start: () => WorldParts
  /** Whether another world made the key or token. */
  isCopied?: (credential: Credential) => boolean
}

function openWorld(
  options: WorldOptions,
  { start, first = start(), isCopied = () => false }: Opening,
): World {
  let end = new AbortController()
  const replace = (parts: WorldParts) => {
    const last = end
    end = new AbortController()
    Object.assign(world, parts, { ended: end.signal })
    return last
  }
  const world: World = {
    ...first,
    ended: end.signal,
    reset() {
      const last = replace(start())
      options.prepare?.(world)
      last.abort()
    },
    saved: () => saveParts(world),
    continuation: () => ({ worldId: world.worldId, clockAheadMs: world.clock.ahead() }),
    restore: (saved) => replace(loadParts(saved, options)).abort(),
    fork(name) {
      // Another seed, so that no key or token of the copy is one that the first world makes later. What prepared the
      // world is in the copy.
      const seed = seedOfFork(world.seed, name)
      const forked = { ...options, name, seed, prepare: undefined }
      const then = copyParts(world, forked)
      return openWorld(forked, {
        start: () => copyParts(then, forked),
        isCopied: (credential) => isIn(then, credential),
      })
    },
    knows: (credential) => isIn(world, credential),
    made: (credential) => isIn(world, credential) && !isCopied(credential),
    drop: () => end.abort(),
  }
  return world
}

function isIn({ apps, tokens }: WorldParts, { scheme, secret }: Credential): boolean {
  return scheme === 'key' ? apps.findByKey(secret) != null : tokens.isKnown(secret)
}

/** What a fork draws its ids, keys and tokens from. */
export function seedOfFork(seed: string, name: string): string {
  return `${seed} fork ${name}`
}
