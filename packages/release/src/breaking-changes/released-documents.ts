import { copyFile, mkdir, readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import type { BreakingChange } from './change.ts'
import { compareDocuments } from './compare-documents.ts'

const RELEASED = 'released'

/** Compares each released document in a folder of documents with the one of today. */
export async function breakingChanges(folder: string): Promise<BreakingChange[]> {
  const today = await documentsIn(folder)
  const released = await documentsIn(join(folder, RELEASED))
  if (released.length === 0) throw new Error(`There is no released document in ${RELEASED}/`)
  const changes = await Promise.all(
    released.map(async (file) => {
      const document = file.replace(/\.json$/, '')
      if (!today.includes(file)) {
        return [{ document, operation: '', place: '', rule: 'document removed', now: 'is gone' }]
      }
      const before = await read(join(folder, RELEASED, file))
      return compareDocuments(document, before, await read(join(folder, file)))
    }),
  )
  return changes.flat()
}

/** Makes the documents of today the released ones, and names them. */
export async function releaseDocuments(folder: string): Promise<string[]> {
  const to = join(folder, RELEASED)
  await mkdir(to, { recursive: true })
  for (const file of await documentsIn(to)) await rm(join(to, file))
  const files = await documentsIn(folder)
  for (const file of files) await copyFile(join(folder, file), join(to, file))
  return files
}

async function documentsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()
}

async function read(file: string): Promise<OpenAPIObject> {
  // Written by our own generator.
  return JSON.parse(await readFile(file, 'utf8')) as OpenAPIObject
}
