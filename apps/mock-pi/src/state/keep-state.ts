import { stat } from 'node:fs/promises'
import { realTimer } from '../clock/real-timer.ts'
import type { MockPi } from '../server/start-mock-pi.ts'
import { writePrivateFile } from './files.ts'
import { saveChanges, type Saving } from './save-changes.ts'

type KeepOptions = { file: string; now: () => number; say: (line: string) => void }

/**
 * Saves the default world of a mock to a file, at once and after changes, so that the same world goes on when a mock begins
 * with it. Rejects with a sentence when it cannot be written.
 */
export async function keepState(mock: MockPi, { file, now, say }: KeepOptions): Promise<Saving> {
  const { world } = mock
  const textOf = () => `${JSON.stringify({ ...world.saved(), continues: world.continuation() })}\n`
  let written: string | undefined
  async function write(text: string) {
    if (written != null && written !== (await identify(file))) throw new Error(changedBy(file))
    await writePrivateFile(file, text)
    written = await identify(file)
  }
  await write(textOf())
  return saveChanges({ textOf, write, timer: realTimer, now, say })
}

/** Another one after each write, by whomever. */
async function identify(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined)
  return found == null ? 'none' : `${found.dev} ${found.ino} ${found.mtimeNs} ${found.size}`
}

function changedBy(file: string): string {
  return `${file} was changed or removed by another program, so this mock does not save to it. Use one file for each mock`
}

/** Whether a request can have changed a world: faults count those that only read as well. */
export function mayChange({ world }: MockPi, method: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method) || !world.faults.isIdle()
}
