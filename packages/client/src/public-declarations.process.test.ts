import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
)

/** Declarations as a build emits them, compiled without Node's types: as a browser project sees the source. */
function emitDeclarations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aloha-pi-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const flags = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--ignoreConfig']
  const config = ['--target', 'es2024', '--lib', 'es2024,dom', '--types', '', '--strict']
  const modules = ['--module', 'nodenext', '--rewriteRelativeImportExtensions']
  const paths = ['--outDir', folder, '--rootDir', resolve(root, '..'), 'src/index.ts']
  const args = [...flags, ...config, '--exactOptionalPropertyTypes', ...modules, ...paths]
  execFileSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'pipe' })
  return join(folder, 'client/src')
}

/** All files that a user's compiler opens from `index.d.ts` on, and the packages that they name. */
function readPublic(folder: string) {
  const texts = new Map<string, string>()
  const packages = new Set<string>()
  const pending = ['./index.ts']
  const from = (file: string, name: string) => `./${join(dirname(file), name)}`
  for (let file = pending.pop(); file != null; file = pending.pop()) {
    if (texts.has(file)) continue
    const text = readFileSync(join(folder, file.replace(/\.[jt]s$/, '.d.ts')), 'utf8')
    texts.set(file, text)
    for (const [, name] of text.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)) {
      if (name!.startsWith('.')) pending.push(from(file, name!))
      else packages.add(name!)
    }
  }
  return { texts, packages }
}

test('the public declarations name no type of ts-rest and need no types of Node', () => {
  const { texts, packages } = readPublic(emitDeclarations())
  expect([...texts.keys()]).toContain('./pi-client.ts')
  expect([...texts.keys()]).not.toContain('./platform-fetcher.ts')
  expect([...packages]).toEqual(['@aloha-pi/contracts/platform'])
  for (const text of texts.values()) expect(text).not.toMatch(/ts-rest|AppRoute|\bany\b|NodeJS/)
})
