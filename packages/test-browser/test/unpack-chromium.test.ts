import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompressSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { unpackChromium } from '../src/unpack-chromium.ts'

/** A package as npm has it, with a small program and one library. */
async function makePackage(folder: string) {
  const bin = join(folder, 'bin')
  await mkdir(join(folder, 'lib'), { recursive: true })
  await mkdir(bin)
  await writeFile(join(folder, 'package.json'), '{"version":"1.2.3"}')
  await writeFile(join(bin, 'chromium.br'), brotliCompressSync('a program'))
  await writeFile(join(folder, 'lib/libone.so'), 'a library')
  await promisify(execFile)('tar', ['-cf', 'libraries.tar', 'lib'], { cwd: folder })
  const libraries = await readFile(join(folder, 'libraries.tar'))
  await writeFile(join(bin, 'al2023.tar.br'), brotliCompressSync(libraries))
}

test('two test runs that unpack at the same time share one whole copy', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'test-browser-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [cache, packed] = [join(folder, 'cache'), join(folder, 'packed')]
  await makePackage(packed)
  const unpack = () => unpackChromium(cache, packed)

  const [first, second] = await Promise.all([unpack(), unpack()])

  expect(second).toEqual(first)
  expect(await readdir(cache)).toEqual(['chromium-1.2.3'])
  expect(await readFile(first.executable, 'utf8')).toBe('a program')
  expect(await readFile(join(first.libraries, 'libone.so'), 'utf8')).toBe('a library')
  expect(await unpack()).toEqual(first)
})
