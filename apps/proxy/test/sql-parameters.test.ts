import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../src/', import.meta.url))

test('P29: SQL is built from parameters; raw text only in checks of the schema and for its image', async () => {
  const raw: string[] = []
  let files = 0
  for await (const path of glob('**/*.ts', { cwd: root })) {
    if (path.endsWith('.test.ts')) continue
    files += 1
    const source = await readFile(root + path, 'utf8')
    if (/sql\.raw\(|\.execute\(\s*(?!sql`)|\bquery\(/.test(source)) raw.push(path)
  }
  expect(files).toBeGreaterThan(20)
  // Of the image: statements that were written from the migrations, before anyone's data is there.
  const ofImage = ['database/finish-image.ts', 'database/make-image.ts']
  expect(raw.toSorted()).toEqual(['database/columns.ts', ...ofImage])
})
