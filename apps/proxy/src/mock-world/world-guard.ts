import { CONTROL_PATH, worldIdentitySchema } from '@aloha-pi/contracts/control'
import { createBatches } from '../database/create-batches.ts'
import type { WorldStore } from './world-store.ts'
import { readUpTo } from '../http/read-up-to.ts'

/** `sentence` is for the operator and may name a folder; `advice` is for callers. */
export type WorldVerdict = { ok: true } | { ok: false; sentence: string; advice: string }

/** Ids of one mock world mean nothing in another: reports whether our database belongs to the world upstream. */
export type WorldGuard = {
  /** Asks the mock, unless it was asked in the last `maxAgeMs`. */
  check(maxAgeMs: number): Promise<WorldVerdict>
  /** Whether the mock, asked in the last `maxAgeMs`, has already said that this is its world. */
  isConfirmed(maxAgeMs: number): boolean
}

const TIMEOUT_MS = 2_000
const MAX_BYTES = 65_536
/** How long an upstream that shows itself to be no mock is taken for none. */
const NO_MOCK_MS = 10_000

/** For an upstream on loopback. If it does not respond, or only with an error, the last verdict is kept. */
export function createWorldGuard(options: {
  apiUrl: string
  fetch: typeof globalThis.fetch
  store: WorldStore
  clock: () => number
  /** How to name the database, and what to do about it, in a sentence; `advice` names no folder. */
  database: { name: string; remedy: string; advice: string }
  /** The host of MOCK_HOST, which is served only while it responds as a mock. */
  requiredAt?: string | undefined
  /** Called with the message when the database stops matching the mock. */
  onAnotherWorld: (sentence: string) => void
}): WorldGuard {
  const { apiUrl, fetch, store, clock, database, requiredAt, onAnotherWorld } = options
  let isMock = true
  const noMock: WorldVerdict = requiredAt == null ? { ok: true } : refuseHost(requiredAt)
  let verdict = noMock
  let last: { verdict: Promise<WorldVerdict>; askedAt: number } | undefined
  // A database belongs to its first world forever, so it is asked about each world once.
  let judged: { worldId: string; verdict: WorldVerdict } | undefined
  let confirmedAt = -Infinity

  const askOnce = async (): Promise<WorldVerdict> => {
    const askedAt = clock()
    const world = await askWorld(fetch, `${apiUrl}${CONTROL_PATH}`)
    if (world === 'unreachable') return verdict
    isMock = world !== 'no mock'
    const before = verdict
    verdict = world === 'no mock' ? noMock : await judgeOnce(world.id)
    confirmedAt = isMock && verdict.ok ? askedAt : -Infinity
    if (before.ok && !verdict.ok) onAnotherWorld(verdict.sentence)
    return verdict
  }
  // Checks of one moment share a question that begins after all of them.
  const ask = createBatches(async (checks: readonly undefined[]) => {
    const response = await askOnce()
    return checks.map(() => response)
  })
  const judgeOnce = async (worldId: string): Promise<WorldVerdict> => {
    if (judged?.worldId !== worldId) judged = { worldId, verdict: await judge(worldId) }
    return judged.verdict
  }
  const judge = async (worldId: string): Promise<WorldVerdict> => {
    const memory = await store.remember(worldId)
    if (memory.ok) return memory
    const { name, remedy, advice } = database
    const sentence = `${name} belongs to another world than the one that the mock at ${apiUrl} runs now: ${remedy}`
    return { ok: false, sentence, advice }
  }

  return {
    async check(maxAgeMs) {
      const now = clock()
      const enoughMs = isMock ? maxAgeMs : NO_MOCK_MS
      if (last == null || now - last.askedAt >= enoughMs) {
        last = { verdict: ask(undefined), askedAt: now }
      }
      return last.verdict
    },
    isConfirmed: (maxAgeMs) => clock() - confirmedAt < maxAgeMs,
  }
}

function refuseHost(host: string): WorldVerdict {
  const what = `The host ${host} of MOCK_HOST does not respond like a mock`
  return {
    ok: false,
    sentence: `${what}: GET /_mock must return a worldId. Start the mock first, with --host-name ${host}`,
    advice: `${what}: the operator of this proxy must start it`,
  }
}

/** For every other upstream: Pi has one world. */
export const onlyWorld: WorldGuard = {
  check: () => Promise.resolve({ ok: true }),
  isConfirmed: () => true,
}

async function askWorld(
  fetch: typeof globalThis.fetch,
  url: string,
): Promise<{ id: string } | 'no mock' | 'unreachable'> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const { status, headers, body } = response
    const length = Number(headers.get('content-length') ?? Infinity)
    if (status !== 200 || length > MAX_BYTES || body == null) {
      await body?.cancel()
      return status === 200 || status === 404 ? 'no mock' : 'unreachable'
    }
    // A small compressed body may be a large one.
    const text = await readUpTo(body, MAX_BYTES)
    if (text == null) return 'no mock'
    const world = worldIdentitySchema.safeParse(JSON.parse(text))
    return world.success ? { id: world.data.worldId } : 'no mock'
  } catch (error) {
    // No JSON: no mock. Everything else is a connection that failed, which the next call to Pi will report.
    return error instanceof SyntaxError ? 'no mock' : 'unreachable'
  }
}
