import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const packages = resolve(import.meta.dirname, '../..')
const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
)

/** Declarations as builds emit them, compiled without Node's types: as a browser project sees the sources. */
function emitDeclarations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aloha-pi-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const flags = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--ignoreConfig']
  const config = ['--target', 'es2024', '--lib', 'es2024,dom', '--types', '', '--strict']
  const modules = ['--singleThreaded', '--module', 'nodenext', '--rewriteRelativeImportExtensions']
  const always = [...flags, ...config, '--exactOptionalPropertyTypes', ...modules]
  for (const entry of ['client/src/index.ts', 'contracts/src/wire/index.ts']) {
    const args = [...always, '--outDir', folder, '--rootDir', packages, join(packages, entry)]
    execFileSync(process.execPath, [tsc, ...args], { cwd: packages, stdio: 'pipe' })
  }
  return folder
}

const subpaths: Record<string, string> = {
  '@aloha-pi/contracts/wire': 'contracts/src/wire/index.ts',
}

/** All files that a user's compiler opens from `index.d.ts` on, and the packages that they name. */
function readPublic(folder: string) {
  const texts = new Map<string, string>()
  const others = new Set<string>()
  const pending = ['client/src/index.ts']
  for (let file = pending.pop(); file != null; file = pending.pop()) {
    if (texts.has(file)) continue
    const text = readFileSync(join(folder, file.replace(/\.[jt]s$/, '.d.ts')), 'utf8')
    texts.set(file, text)
    for (const [, name] of text.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)) {
      const path = name!.startsWith('.') ? join(dirname(file), name!) : subpaths[name!]
      if (path == null) others.add(name!)
      else pending.push(path.replace(/\.js$/, '.ts'))
    }
  }
  return { texts, others }
}

test('the public declarations lead only to zod: no ts-rest, no types of Node', () => {
  const folder = emitDeclarations()
  const { texts, others } = readPublic(folder)
  const files = [...texts.keys()]
  expect(files).toEqual(
    expect.arrayContaining(['client/src/pi/pi-client.ts', subpaths['@aloha-pi/contracts/wire']]),
  )
  expect(files).not.toContain('client/src/request/exchange.ts')
  expect([...others]).toEqual(['zod'])
  for (const text of texts.values()) {
    const code = text.replaceAll(/\/\*[^]*?\*\//g, '')
    expect(code).not.toMatch(/ts-rest|AppRoute|\bany\b|NodeJS/)
  }
})
