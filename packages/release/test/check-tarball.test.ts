import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { checkTarball } from '../src/check/check-tarball.ts'
import { ROOT } from '../src/build/pack-all.ts'

const manifest = {
  name: 'planted',
  version: '1.0.0',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  files: ['dist'],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  engines: { node: '>=22' },
}
const sound: Record<string, string> = {
  'package.json': JSON.stringify(manifest),
  'README.md': '# planted\n',
  LICENSE: 'MIT\n',
  'dist/index.js': "export { two } from './two.js'\nexport const one = 1\n",
  'dist/index.d.ts': "export { two } from './two.js'\nexport declare const one = 1\n",
  'dist/two.js': 'export const two = 2\n',
  'dist/two.d.ts': 'export declare const two = 2\n',
  'dist/data.js': "export const data = new URL('./data/', import.meta.url)\n",
  'dist/data/one.json': '{}',
}
const changed = (change: object) => ({ 'package.json': JSON.stringify({ ...manifest, ...change }) })

/** What is found in a tarball of these files. */
async function faultsIn(files: Record<string, string | undefined>): Promise<string[]> {
  const home = mkdtempSync(path.join(tmpdir(), 'aloha-pi-planted-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const folder = path.join(home, 'package')
  for (const [name, text] of Object.entries(files)) {
    if (text == null) continue
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  const tarball = path.join(home, 'planted.tgz')
  execFileSync('tar', ['-czf', tarball, '-C', home, 'package'])
  // While it is checked, another process may build in the folder that it was packed from.
  rmSync(folder, { recursive: true })
  return (await checkTarball({ tarball })).faults
}

test('a sound package has no faults', async () => {
  expect(await faultsIn(sound)).toEqual([])
})

const faults: Record<string, [files: Record<string, string | undefined>, found: RegExp]> = {
  'a test': [{ 'dist/two.test.js': '' }, /^dist\/two\.test\.js must not be in it$/],
  'a source': [{ 'src/index.ts': '' }, /^src\/index\.ts must not be in it$/],
  'a path of this machine': [
    { 'dist/two.js': `export const two = '${ROOT}x'\n` },
    /^dist\/two\.js contains a path of this machine$/,
  ],
  'a version of the workspace': [
    changed({ dependencies: { zod: 'workspace:^' } }),
    /only this workspace/,
  ],
  'an import that is not a dependency': [
    { 'dist/two.js': "import * as z from 'zod'\nexport const two = z\n" },
    /^dist\/two\.js imports zod, which is not a dependency$/,
  ],
  'a type that is not a dependency': [
    { 'dist/two.d.ts': "export declare const two: import('zod').ZodType\n" },
    /^dist\/two\.d\.ts imports zod, which is not a dependency$/,
  ],
  'a copy of a peer': [
    {
      ...changed({ peerDependencies: { vitest: '>=4' } }),
      'dist/THIRD-PARTY-LICENSES.txt': 'vitest 5.1.1 (MIT)\n',
    },
    /^it holds a copy of vitest, which is a peer dependency$/,
  ],
  'no types': [{ 'dist/index.d.ts': undefined }, /^(publint|attw): /],
  'types behind their script': [
    changed({ exports: { '.': { default: './dist/index.js', types: './dist/index.d.ts' } } }),
    /^publint: /,
  ],
  'a declaration that leads nowhere': [
    { 'dist/index.d.ts': "export { two } from './three.js'\n" },
    /^attw: InternalResolutionError /,
  ],
  'no module': [{ 'dist/index.js': 'exports.one = 1\n' }, /^publint: /],
  'an export that is not there': [
    changed({ exports: { '.': { types: './dist/index.d.ts', default: './dist/main.js' } } }),
    /^publint: .*dist\/main\.js/,
  ],
  'a folder that it looks for and has not': [
    { 'dist/two.js': "export const two = new URL('wire/', import.meta.url)\n" },
    /^dist\/two\.js reads dist\/wire\/, which is not in it$/,
  ],
  'an import of a file that is not there': [
    { 'dist/two.js': undefined },
    /^dist\/index\.js: Could not resolve "\.\/two\.js"$/,
  ],
}

test.each(Object.entries(faults))('a package with %s is refused', async (_, [files, found]) => {
  expect(await faultsIn({ ...sound, ...files })).toContainEqual(expect.stringMatching(found))
})
