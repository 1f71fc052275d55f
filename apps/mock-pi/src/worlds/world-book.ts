import { DEFAULT_WORLD } from '@aloha-pi/contracts/control'
import type { NewWorld, Settings } from '@aloha-pi/contracts/wire'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedWorld } from '../saved/saved-world.ts'
import { changeSettings } from '../world/default-settings.ts'
import {
  createWorld,
  seedOfFork,
  type Credential,
  type World,
  type WorldOptions,
} from '../world/world.ts'

/** A world of a mock. */
export type WorldEntry = {
  readonly name: string
  readonly world: World
  readonly forkedFrom: string | null
  /** Aborted when the world is dropped, and when the mock stops. */
  readonly closing: AbortSignal
}

type NotMade = 'already_exists' | 'too_many_worlds'
/** Why a world is not made, copied or dropped. */
export type BookRefusal = NotMade | 'default_world' | 'world_not_found'
type BookResult<Refused extends BookRefusal> =
  | { ok: true; entry: WorldEntry }
  | { ok: false; refusal: Refused }

/** The worlds of one mock. Each has its own parts and shares nothing with the others but the real time. */
export type WorldBook = {
  readonly limit: number
  /** The default world, which is always there. */
  first(): WorldEntry
  find(name: string): WorldEntry | undefined
  /** The first world first, then in the order in which they were made. */
  list(): WorldEntry[]
  isSingle(): boolean
  /** Another number after each world that is made or dropped. */
  version(): number
  create(world: NewWorld): BookResult<NotMade>
  /** A copy of the world `from`. */
  fork(from: string, name: string): BookResult<NotMade | 'world_not_found'>
  /** Puts a saved world in the place of one; a refusal ends the sentence "The snapshot is refused: …". */
  restore(name: string, saved: SavedWorld): { ok: true } | { ok: false; reason: string }
  /** Ends the world and all that waits in it; returns what it was. */
  drop(name: string): BookResult<'default_world' | 'world_not_found'>
  /** The world that made the key or the token, or the default one if it has it; none for one that is only in copies. */
  ownerOf(credential: Credential): WorldEntry | undefined
  /** The worlds that know a key or a token, copies too. */
  knowing(credential: Credential): WorldEntry[]
  /** Ends all that waits in any world. */
  close(): void
}

type Kept = WorldEntry & {
  /** With which it began. While another seed is restored in it, its keys and tokens are those of another world. */
  seed: string
  /** Whether another world had its seed when it began, so that keys and tokens of both are the same. */
  isCopy: boolean
  close: () => void
}

/**
 * `start`: how the default world begins, and others but for their name, seed, clock and settings. With `saved` the default
 * world goes on from there; throws `BadSnapshot`.
 */
export function createWorldBook(start: WorldOptions, limit: number, saved?: SavedWorld): WorldBook {
  const kept = new Map<string, Kept>()
  let version = 0

  function keep(world: World, { seed, forkedFrom }: Pick<Kept, 'seed' | 'forkedFrom'>): Kept {
    const end = new AbortController()
    const isCopy = [...kept.values()].some((other) => other.seed === seed)
    const { name } = world
    const closing = end.signal
    const entry = { name, world, forkedFrom, seed, isCopy, closing, close: () => end.abort() }
    kept.set(name, entry)
    version += 1
    return entry
  }
  const refuse = <Refused extends BookRefusal>(refusal: Refused) =>
    ({ ok: false, refusal }) as const
  const findObstacle = (name: string) => {
    if (kept.has(name)) return refuse('already_exists')
    return kept.size >= limit ? refuse('too_many_worlds') : null
  }
  const world = createWorld({ ...start, name: DEFAULT_WORLD }, saved)
  const first = keep(world, { seed: world.seed, forkedFrom: null })
  return {
    limit,
    first: () => first,
    find: (name) => kept.get(name),
    list: () => [...kept.values()],
    isSingle: () => kept.size === 1,
    version: () => version,
    create({ name, seed = `${start.seed} world ${name}`, settings: patch = {}, clock }) {
      const obstacle = findObstacle(name)
      if (obstacle != null) return obstacle
      const settings: Settings = { ...start.settings }
      changeSettings(settings, patch)
      const clockAt = clock == null ? start.clockAt : Date.parse(clock)
      const world = createWorld({ ...start, name, seed, settings, clockAt })
      return { ok: true, entry: keep(world, { seed, forkedFrom: null }) }
    },
    fork(from, name) {
      const origin = kept.get(from)
      if (origin == null) return refuse('world_not_found')
      const obstacle = findObstacle(name)
      if (obstacle != null) return obstacle
      const seed = seedOfFork(origin.world.seed, name)
      return { ok: true, entry: keep(origin.world.fork(name), { seed, forkedFrom: from }) }
    },
    restore(name, saved) {
      try {
        kept.get(name)?.world.restore(saved)
        version += 1
        return { ok: true }
      } catch (error) {
        if (error instanceof BadSnapshot) return { ok: false, reason: error.message }
        throw error
      }
    },
    drop(name) {
      const entry = kept.get(name)
      if (entry == null) return refuse('world_not_found')
      if (entry === first) return refuse('default_world')
      kept.delete(name)
      version += 1
      entry.close()
      entry.world.drop()
      return { ok: true, entry }
    },
    ownerOf(credential) {
      for (const entry of kept.values()) {
        const isOwn = !entry.isCopy && entry.world.seed === entry.seed
        if (isOwn && entry.world.made(credential)) return entry
      }
      return first.world.knows(credential) ? first : undefined
    },
    knowing: (credential) => [...kept.values()].filter(({ world }) => world.knows(credential)),
    close() {
      for (const { close } of kept.values()) close()
    },
  }
}
