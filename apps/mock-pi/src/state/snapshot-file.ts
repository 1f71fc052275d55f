import { readFile, stat } from 'node:fs/promises'
import type { Snapshot } from '@aloha-pi/contracts/wire'
import { reasonOf } from './private-file.ts'

/** The JSON of a file that should hold a snapshot; undefined when there is no such file. Throws a sentence. */
export async function readSnapshotFile(file: string): Promise<Snapshot | undefined> {
  const text = await readText(file)
  if (text == null) return undefined
  try {
    return JSON.parse(text) as Snapshot
  } catch (cause) {
    const what = text.trim() === '' ? 'it is empty' : 'it is not valid JSON: broken or cut off'
    throw new Error(`${file} is not a snapshot: ${what}`, { cause })
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    if (!(await stat(file)).isFile()) throw new Error('it is not a file')
    return await readFile(file, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${file} cannot be read: ${reasonOf(cause)}`, { cause })
  }
}
