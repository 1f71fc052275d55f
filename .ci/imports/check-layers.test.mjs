import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findCircles, findForbidden } from './check-layers.mjs'
import { importsIn, readImports } from './read-imports.mjs'

const layers = {
  '.': [['packages/low'], ['packages/left', 'packages/right'], ['apps/shop']],
  'apps/shop/src': [['store'], ['pay', 'ship'], ['server'], ['main.ts']],
}

/**
 * Imports as `from:line → to`.
 * @param {string[]} lines
 */
const imported = (...lines) =>
  lines.map((line) => {
    const [, from = '', number, to = ''] = /^(.+):(\d+) → (.+)$/.exec(line) ?? []
    return { from, to, line: Number(number) }
  })
/** @param {string} file */
const shop = (file) => `apps/shop/src/${file}`

const forbidden = {
  'an import of a higher folder': [
    `${shop('store/rows.ts')}:3 → ${shop('pay/pay.ts')}`,
    `${shop('store/rows.ts')}:3 imports pay, which is above store`,
  ],
  'an import of a folder of the same layer': [
    `${shop('pay/pay.ts')}:7 → ${shop('ship/send.ts')}`,
    `${shop('pay/pay.ts')}:7 imports ship, which is beside pay`,
  ],
  'an import of a file that is above all folders': [
    `${shop('server/app.ts')}:1 → ${shop('main.ts')}`,
    `${shop('server/app.ts')}:1 imports main.ts, which is above server`,
  ],
  'an import from a folder that no layer names': [
    `${shop('extra/new.ts')}:2 → ${shop('store/rows.ts')}`,
    `${shop('extra/new.ts')}:1 is in extra, which is in no layer of apps/shop/src`,
  ],
  'an import of a folder that no layer names': [
    `${shop('server/app.ts')}:2 → ${shop('extra/new.ts')}`,
    `${shop('extra/new.ts')}:1 is in extra, which is in no layer of apps/shop/src`,
  ],
  'a package that imports an app': [
    'packages/low/src/index.ts:4 → apps/shop/src/server/app.ts',
    'packages/low/src/index.ts:4 imports apps/shop, which is above packages/low',
  ],
  'a package that imports one of the same layer': [
    'packages/left/src/index.ts:4 → packages/right/src/index.ts',
    'packages/left/src/index.ts:4 imports packages/right, which is beside packages/left',
  ],
  'a package that no layer names': [
    'packages/new/src/index.ts:4 → packages/low/src/index.ts',
    'packages/new/src/index.ts:1 is in packages/new, which is in no layer of .',
  ],
}

test.each(Object.entries(forbidden))('%s is refused', (_, [line = '', problem]) => {
  expect(findForbidden(imported(line), layers)).toEqual([problem])
})

test.each([
  ['of a lower folder', `${shop('server/app.ts')}:1 → ${shop('store/rows.ts')}`],
  ['within a folder', `${shop('pay/pay.ts')}:1 → ${shop('pay/rules.ts')}`],
  ['of a lower package', 'apps/shop/src/server/app.ts:1 → packages/left/src/index.ts'],
  ['by a test', `${shop('store/rows.test.ts')}:1 → ${shop('server/app.ts')}`],
  ['of an app, by the tests of a package', 'packages/low/test/world.ts:1 → apps/shop/src/main.ts'],
])('an import %s is allowed', (_, line) => {
  expect(findForbidden(imported(line), layers)).toEqual([])
})

test('a circle of files is named once, file by file', () => {
  const [one, two, three] = ['a/1.ts', 'a/2.ts', 'a/3.ts'].map(shop)
  const imports = imported(`${one}:1 → ${two}`, `${two}:5 → ${three}`, `${three}:9 → ${one}`)
  const circle = [one, two, three, one].join(' → ')
  expect(findCircles(imports)).toEqual([`${one}:1 is in a circle of files: ${circle}`])
})

test('a circle of folders is named once, with the file and line of each import', () => {
  const lines = [
    `${shop('pay/pay.ts')}:2 → ${shop('ship/send.ts')}`,
    `${shop('ship/label.ts')}:4 → ${shop('pay/price.ts')}`,
  ]
  expect(findCircles(imported(...lines))).toEqual([
    `${shop('pay/pay.ts')}:2 is in a circle of folders: ${shop('pay')} → ${shop('ship')} → ${shop('pay')} (${shop('pay/pay.ts')}:2, ${shop('ship/label.ts')}:4)`,
  ])
})

test('a file between two imports of one folder is in a circle with it', () => {
  const lines = [
    `${shop('app.ts')}:1 → ${shop('pay/pay.ts')}`,
    `${shop('pay/rules.ts')}:3 → ${shop('app.ts')}`,
  ]
  expect(findCircles(imported(...lines))).toHaveLength(1)
})

test.each([
  ['a value', "import { a } from './a.ts'"],
  ['a type', "import type { A } from './a.ts'"],
  ['a type among values', "import { b, type A } from './a.ts'"],
  ['everything', "import * as a from './a.ts'"],
  ['nothing, for what loading does', "import './a.ts'"],
  ['what is exported again', "export { a } from './a.ts'"],
  ['a type that is exported again', "export type { A } from './a.ts'"],
  ['all that is exported again', "export * from './a.ts'"],
  ['a module at run time', "const a = await import('./a.ts')"],
  ['a type by import()', "type A = import('./a.ts').A"],
])('an import of %s is found, with its line', (_, source) => {
  const text = `// A comment that says "from './b.ts'".\n\n${source}\n`
  expect(importsIn('planted.ts', text)).toEqual([{ specifier: './a.ts', line: 3 }])
})

test('wrong imports in files are found, by path and by the name of a package', () => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const files = {
    'apps/shop/src/store/rows.ts': "\nexport type Row = import('../pay/pay.ts').Payment\n",
    'apps/shop/src/pay/pay.ts':
      "import type { Row } from '../store/rows.ts'\nexport type Payment = { row: Row }\n",
    'packages/low/src/index.ts':
      "import fs from 'node:fs'\nimport type { Left } from '@shop/left/part'\nexport type Low = [Left, typeof fs]\n",
    'packages/left/src/part.ts': "export type { Low as Left } from '@shop/low'\n",
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  const packages = new Map([
    ['@shop/low', { folder: 'packages/low', exports: { '.': './src/index.ts' } }],
    ['@shop/left', { folder: 'packages/left', exports: { './part': './src/part.ts' } }],
  ])
  const imports = readImports(root, Object.keys(files), packages)

  expect(findForbidden(imports, layers)).toEqual([
    'apps/shop/src/store/rows.ts:2 imports pay, which is above store',
    'packages/low/src/index.ts:2 imports packages/left, which is above packages/low',
  ])
  expect(findCircles(imports)).toEqual([
    'apps/shop/src/pay/pay.ts:1 is in a circle of files: apps/shop/src/pay/pay.ts → apps/shop/src/store/rows.ts → apps/shop/src/pay/pay.ts',
    'packages/left/src/part.ts:1 is in a circle of files: packages/left/src/part.ts → packages/low/src/index.ts → packages/left/src/part.ts',
    'apps/shop/src/pay/pay.ts:1 is in a circle of folders: apps/shop/src/pay → apps/shop/src/store → apps/shop/src/pay (apps/shop/src/pay/pay.ts:1, apps/shop/src/store/rows.ts:2)',
  ])
})

test('an import that leads nowhere is refused, with its line', () => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  writeFileSync(join(root, 'one.ts'), "\nimport './two.ts'\n")
  expect(() => readImports(root, ['one.ts'], new Map())).toThrow(
    'one.ts:2 imports ./two.ts: there is no two.ts',
  )
})
