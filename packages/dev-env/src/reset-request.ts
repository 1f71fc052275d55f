import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isTaken } from './take-data-dir.ts'

/** In the data folder: the id of the newest request, and how it ended. */
const REQUEST = 'reset-request'
const RESPONSE = 'reset-response.json'
const LOOK_EVERY_MS = 200
/** A proxy that does not start within a minute is given up. */
const DEADLINE_MS = 90_000

/** `error` is null when the reset has worked. */
type ResetResponse = { id: string; error: string | null }

/** Resets whenever `pnpm start --reset` asks for it in this folder. Returns the function that stops it. */
export function serveResetRequests(dataDir: string, reset: () => Promise<void>): () => void {
  const request = path.join(dataDir, REQUEST)
  let last = ''
  let isBusy = false
  const serveNewest = async () => {
    const id = await readIfThere(request)
    if (id == null || id === last) return
    last = id
    await put(path.join(dataDir, RESPONSE), JSON.stringify({ id, error: await errorOf(reset()) }))
  }
  const look = async () => {
    // A request that comes meanwhile is seen at the next look.
    if (isBusy) return
    isBusy = true
    try {
      await serveNewest()
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
    } finally {
      isBusy = false
    }
  }
  // Polled: a watch of the system may be unavailable, and this is one look at one file.
  const looking = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => clearInterval(looking)
}

async function errorOf(work: Promise<void>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Asks the `pnpm start` that uses the folder to reset, and waits until it has. Throws a sentence otherwise. */
export async function requestReset(dataDir: string): Promise<void> {
  if (!isTaken(dataDir)) {
    throw new Error(`No pnpm start is using ${dataDir}: there is nothing to reset`)
  }
  const id = randomUUID()
  await put(path.join(dataDir, REQUEST), id)
  const deadline = performance.now() + DEADLINE_MS
  while (performance.now() < deadline) {
    await sleep(LOOK_EVERY_MS)
    const text = await readIfThere(path.join(dataDir, RESPONSE))
    // The other process wrote it, as a whole.
    const response = text == null ? null : (JSON.parse(text) as ResetResponse)
    if (response?.id !== id) continue
    if (response.error != null) throw new Error(`The reset failed: ${response.error}`)
    return
  }
  throw new Error(`The pnpm start that uses ${dataDir} did not respond: stop it and start it again`)
}

/** A reader finds all of it or nothing. */
async function put(file: string, text: string) {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
