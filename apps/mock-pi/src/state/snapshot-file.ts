import type { Snapshot } from '@aloha-pi/contracts/wire'
import { readTextFile } from './files.ts'

/** The JSON of a file that should hold a snapshot; undefined when there is no such file. Throws a sentence. */
export async function readSnapshotFile(file: string): Promise<Snapshot | undefined> {
  const text = await readTextFile(file)
  if (text == null) return undefined
  try {
    return JSON.parse(text) as Snapshot
  } catch (cause) {
    const what = text.trim() === '' ? 'it is empty' : 'it is not valid JSON: broken or cut off'
    throw new Error(`${file} is not a snapshot: ${what}`, { cause })
  }
}
