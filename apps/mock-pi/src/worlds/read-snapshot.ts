import { describeIssue, inBrackets } from '@aloha-pi/contracts'
import { SNAPSHOT_FORMAT, SNAPSHOT_VERSION } from '@aloha-pi/contracts/control'
import { loadStellar } from '../ledger/stellar.ts'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { savedWorld, SavedWorld } from '../saved/saved-world.ts'
import { DEFAULT_LIMITS } from '../world/limits.ts'
import { createWorld } from '../world/world.ts'
import type { WorldBook } from './world-book.ts'

/** `reason` ends the sentence "The snapshot is refused: …". */
export type SnapshotRead = { ok: true; saved: SavedWorld } | { ok: false; reason: string }

let loading: Promise<typeof savedWorld> | undefined

/** Loaded only for those who restore, and imported once: each import looks for the file again. */
function loadSchema() {
  loading ??= import('../saved/saved-world.ts').then((module) => module.savedWorld)
  return loading
}

/** Checks a snapshot as a whole, and makes ready what loading it needs. The data is not copied. */
export async function readSnapshot(given: unknown): Promise<SnapshotRead> {
  const reason = findForeign(given)
  if (reason != null) return { ok: false, reason }
  const schema = await loadSchema()
  const parsed = schema.safeParse(given)
  if (!parsed.success) return { ok: false, reason: issueInBrackets(parsed.error) }
  // Not what was parsed: in it the members of some objects have another order.
  const saved = given as SavedWorld
  if (saved.ledger.transactions.length + saved.ledger.queue.waiting.length > 0) await loadStellar()
  return { ok: true, saved }
}

/** What keeps a value from being a snapshot of this version. */
function findForeign(given: unknown): string | undefined {
  const { format, version } = (given ?? {}) as Record<string, unknown>
  if (format !== SNAPSHOT_FORMAT) {
    return `format must be ${JSON.stringify(SNAPSHOT_FORMAT)}: this is not a snapshot of mock-pi`
  }
  if (typeof version !== 'number') return 'version must be a number'
  if (version > SNAPSHOT_VERSION) {
    return `version is ${version}, and this mock-pi reads version ${SNAPSHOT_VERSION}: a newer mock-pi saved it, so use that one`
  }
  return version === SNAPSHOT_VERSION
    ? undefined
    : `version is ${version}, and this mock-pi reads version ${SNAPSHOT_VERSION} only`
}

/** A sentence with places of lists in brackets, as `users[2].username must be …`. */
export function issueInBrackets(error: Parameters<typeof describeIssue>[0]): string {
  const { field, rule } = describeIssue(error, 'it')
  return `${inBrackets(field)} ${rule}`
}

/** The same, and that its parts fit each other; nothing is restored. */
export async function checkSnapshot(given: unknown): Promise<SnapshotRead> {
  const read = await readSnapshot(given)
  if (!read.ok) return read
  try {
    const { network, seed, settings } = read.saved
    const limits = DEFAULT_LIMITS
    createWorld({ network, seed, settings, limits, now: () => 0, randomId: () => '' }, read.saved)
    return read
  } catch (error) {
    if (error instanceof BadSnapshot) return { ok: false, reason: error.message }
    throw error
  }
}

/** Puts a snapshot in the place of a world, whole or not at all. The data then belongs to the world. */
export async function restoreSnapshot(
  worlds: WorldBook,
  name: string,
  given: unknown,
): Promise<{ ok: true } | { ok: false; reason: string }> {
  const read = await readSnapshot(given)
  return read.ok ? worlds.restore(name, read.saved) : read
}
