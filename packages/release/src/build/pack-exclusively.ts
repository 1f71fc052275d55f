import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'

const RETRY_MS = 200
const SQLITE_BUSY = 5

/**
 * Runs while no other process packs in this clone, because a build empties and fills `dist` beside the sources. The
 * system frees the lock when its process ends.
 */
export async function packExclusively<Result>(
  root: string,
  run: () => Promise<Result>,
): Promise<Result> {
  mkdirSync(path.join(root, '.data'), { recursive: true })
  using lock = new DatabaseSync(path.join(root, '.data/packing.lock'))
  while (!isTaken(lock)) await setTimeout(RETRY_MS)
  return await run()
}

function isTaken(lock: DatabaseSync): boolean {
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false
    throw error
  }
}
