import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { staleDocuments, writeDocuments } from './generated-files.ts'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

test('what was written is not stale, and is the same when written again', async () => {
  const folder = await temporaryFolder()
  const names = await writeDocuments(folder)
  const first = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))

  expect(await staleDocuments(folder)).toEqual([])
  await writeDocuments(folder)
  const second = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  expect(second).toEqual(first)
})

test('a file that is missing and a file that differs are stale', async () => {
  const folder = await temporaryFolder()
  await writeDocuments(folder)

  await rm(join(folder, 'chain.json'))
  await writeFile(join(folder, 'aloha.json'), '{}\n')

  expect(await staleDocuments(folder)).toEqual(['aloha.json', 'chain.json'])
})
