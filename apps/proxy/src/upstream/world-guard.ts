import { controlContract, worldSchema } from '@aloha-pi/contracts/control'
import type { WorldStore } from '../database/world-store.ts'

export type WorldVerdict = { ok: true } | { ok: false; sentence: string }

/** Ids of one mock world mean nothing in another: tells whether our database belongs to the one upstream. */
export type WorldGuard = {
  /** Asks the mock, unless it was asked in the last `maxAgeMs`. */
  check(maxAgeMs: number): Promise<WorldVerdict>
}

const TIMEOUT_MS = 2_000
const MOST_BYTES = 65_536
/** All that matters of the answer, so that a newer mock is still known as one. */
const identitySchema = worldSchema.pick({ worldId: true })

/** For an upstream on loopback. One that answers but has no control API is no mock, and not asked again. */
export function createWorldGuard(options: {
  apiUrl: string
  fetch: typeof globalThis.fetch
  store: WorldStore
  clock: () => number
  /** How to name the database, and what to do about it, in a sentence. */
  database: { name: string; remedy: string }
}): WorldGuard {
  const { apiUrl, fetch, store, clock, database } = options
  let isMock = true
  let last: { verdict: Promise<WorldVerdict>; askedAt: number } | undefined

  const ask = async (): Promise<WorldVerdict> => {
    const world = await askWorld(fetch, `${apiUrl}${controlContract.world.path}`)
    if (world === 'no mock') isMock = false
    if (typeof world === 'string') return { ok: true }
    const memory = await store.remember(world.id)
    if (memory.ok) return memory
    const sentence = `${database.name} belongs to another world than the mock at ${apiUrl} runs now: ${database.remedy}`
    return { ok: false, sentence }
  }

  return {
    async check(maxAgeMs) {
      if (!isMock) return { ok: true }
      const now = clock()
      if (last == null || now - last.askedAt >= maxAgeMs) last = { verdict: ask(), askedAt: now }
      return last.verdict
    },
  }
}

/** For every other upstream: Pi has one world. */
export const onlyWorld: WorldGuard = { check: () => Promise.resolve({ ok: true }) }

async function askWorld(
  fetch: typeof globalThis.fetch,
  url: string,
): Promise<{ id: string } | 'no mock' | 'unreachable'> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const length = Number(response.headers.get('content-length') ?? Infinity)
    if (response.status !== 200 || length > MOST_BYTES) {
      await response.body?.cancel()
      return 'no mock'
    }
    const world = identitySchema.safeParse(JSON.parse(await response.text()))
    return world.success ? { id: world.data.worldId } : 'no mock'
  } catch (error) {
    // No JSON: no mock. Everything else is a connection that failed, which the next call to Pi will report.
    return error instanceof SyntaxError ? 'no mock' : 'unreachable'
  }
}
