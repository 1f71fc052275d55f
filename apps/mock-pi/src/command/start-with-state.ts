import { startMockPi, type MockPi, type MockPiOptions } from '../server/start-mock-pi.ts'
import { SnapshotRefused } from '../server/mock-snapshots.ts'
import { keepState, mayChange } from '../state/keep-state.ts'
import type { Saving } from '../state/save-changes.ts'
import { readSnapshotFile } from '../state/snapshot-file.ts'
import type { CommandPorts } from './command-ports.ts'

/** What only a new world has. */
const FOR_NEW_WORLDS = {
  seed: '--seed',
  clock: '--clock',
  seedData: '--seed-file',
  preset: '--preset',
  appOrigins: '--app-origin',
} as const satisfies Partial<Record<keyof MockPiOptions, string>>

/**
 * Starts a mock whose default world goes on as the file has it, and is saved to it. A file that cannot be used is left as
 * it is; throws a sentence.
 */
export async function startWithState(
  file: string,
  options: MockPiOptions,
  { now, say }: CommandPorts,
): Promise<MockPi> {
  const snapshot = await readSnapshotFile(file).catch((error: Error) => {
    throw asRefused(error)
  })
  let saving: Saving | undefined
  const started = {
    ...options,
    onRequestEnd: (method: string) => {
      if (saving != null && mayChange(mock, method)) saving.changed()
    },
  }
  const mock =
    snapshot == null ? await startMockPi(started) : await goOn(file, { ...started, snapshot })
  const { close } = mock
  try {
    saving = await keepState(mock, { file, now, say: (line) => say(`mock-pi: ${line}`) })
  } catch (error) {
    await close()
    throw error
  }
  // A request may have come while it was saved.
  saving.changed()
  if (snapshot != null) sayUnused(file, options, say)
  return Object.assign(mock, {
    async close() {
      await close()
      await saving?.stop()
    },
  })
}

async function goOn(file: string, options: MockPiOptions): Promise<MockPi> {
  try {
    return await startMockPi(options)
  } catch (error) {
    if (!(error instanceof SnapshotRefused)) throw error
    throw asRefused(new Error(`${file} is not usable: ${error.reason}`, { cause: error }))
  }
}

function asRefused(cause: Error): Error {
  const advice = 'The file is as it was. Mend or move it, or name another one with --state'
  return new Error(`${cause.message}. ${advice}`, { cause })
}

/** An option that has no effect now would be missed. */
function sayUnused(file: string, options: MockPiOptions, say: (line: string) => void) {
  const given = Object.entries(FOR_NEW_WORLDS).flatMap(([name, argument]) =>
    options[name as keyof typeof FOR_NEW_WORLDS] == null ? [] : [argument],
  )
  const unused = given.length === 0 ? '' : `; ${given.join(', ')} will be used by a reset only`
  say(`mock-pi: the world of ${file} goes on${unused}`)
}
