import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src/', import.meta.url))

// An object is the values of a statement that was built before.
const RAW = /sql\.raw\(|\.execute\(\s*(?!sql`|\{)|\bquery(?:<[^(]*>)?\(|\bclient\.exec\(/

test('P29: SQL is built from parameters; raw text is only in the schema and its image', async () => {
  const raw: string[] = []
  let files = 0
  for await (const path of glob('**/*.ts', { cwd: root })) {
    if (path.endsWith('.test.ts')) continue
    files += 1
    const source = await readFile(root + path, 'utf8')
    if (RAW.test(source)) raw.push(path)
  }
  expect(files).toBeGreaterThan(20)
  // Our constants, and what the script that makes the image wrote into it.
  expect(raw.toSorted()).toEqual([
    'database/columns.ts',
    'database/finish-image.ts',
    'database/make-image.ts',
  ])
})
