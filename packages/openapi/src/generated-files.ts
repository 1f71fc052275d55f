import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seedDataJsonSchema } from '@aloha-pi/contracts/control'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { alohaDocument } from './documents/aloha-document.ts'
import { chainDocument } from './documents/chain-document.ts'
import { controlDocument } from './documents/control-document.ts'
import { platformDocument } from './documents/platform-document.ts'
import { walletDocument } from './documents/wallet-document.ts'

const documents: Record<string, () => OpenAPIObject | Record<string, unknown>> = {
  'platform.json': platformDocument,
  'aloha.json': alohaDocument,
  'chain.json': chainDocument,
  'control.json': controlDocument,
  'wallet.json': walletDocument,
  // For seed files of the mock, in its package too.
  'seed-data.schema.json': seedDataJsonSchema,
}

/** Writes every document into the folder and names the files. The same contracts give the same bytes. */
export async function writeDocuments(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  for (const [name, build] of Object.entries(documents)) {
    await writeFile(join(folder, name), textOf(build()))
  }
  return Object.keys(documents)
}

/** The files of the folder that are missing, or differ from what the contracts give now. */
export async function staleDocuments(folder: string): Promise<string[]> {
  const stale: string[] = []
  for (const [name, build] of Object.entries(documents)) {
    if ((await readIfThere(join(folder, name))) !== textOf(build())) stale.push(name)
  }
  return stale
}

function textOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
