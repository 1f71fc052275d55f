import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Files of the product whose text has the pattern. */
async function filesWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = []
  for await (const path of glob('**/*.ts', { cwd: root })) {
    const isTest = path.endsWith('.test.ts')
    if (!isTest && pattern.test(await readFile(root + path, 'utf8'))) found.push(path)
  }
  return found.sort()
}

test('P24: one module holds key pairs and signs', async () => {
  expect(await filesWith(/\bKeypair\b/)).toEqual(['wallet/create-signer.ts'])
  expect(await filesWith(/addDecoratedSignature|\.signatureHint|createPrivateKey/)).toEqual([])
})

test("P24: Stellar's library is loaded in one place, and nothing else of it is imported", async () => {
  const loads = /import\('@stellar\/|^import (?!type\b)[^']*'@stellar\//m
  expect(await filesWith(loads)).toEqual(['wallet/stellar.ts'])
})
