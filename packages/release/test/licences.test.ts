import { expect, test } from 'vitest'
import { isAllowed, refusedLicences } from '../src/licences/allowed-licences.ts'
import { bundledPackages } from '../src/sbom/bundled-packages.ts'
import { withBundled, type Sbom } from '../src/sbom/write-sbom.ts'

test.each([
  ['MIT', true],
  ['(MIT AND BSD-3-Clause)', true],
  ['(GPL-3.0-only OR MIT)', true],
  ['GPL-3.0-only', false],
  ['MIT AND GPL-3.0-only', false],
  ['(MIT AND (GPL-3.0-only OR ISC))', false],
  ['SEE LICENSE IN LICENSE', false],
  ['Unknown', false],
])('the licence %s is allowed: %s', (licence, expected) => {
  expect(isAllowed(licence)).toBe(expected)
})

test('names a package whose licence is not in the list, unless it is an exception', () => {
  const refused = refusedLicences([
    { name: 'a', licence: 'GPL-3.0-only' },
    { name: 'b', licence: 'ISC' },
    { name: 'lightningcss-linux-x64-gnu', licence: 'MPL-2.0' },
  ])
  expect(refused).toEqual(['a has the licence GPL-3.0-only, which is not in the list'])
})

test('reads the packages of the notices of a bundle, each once', () => {
  const notices =
    'These packages are part of it.\n\n@a/b 1.0.0-rc.1 (MIT)\n\ntext (c) 2020\n---\nc 2.0.0 ((MIT OR ISC))\n\nc 2.0.0 ((MIT OR ISC))\n'
  expect(bundledPackages(notices)).toEqual([
    { name: '@a/b', version: '1.0.0-rc.1', licence: 'MIT' },
    { name: 'c', version: '2.0.0', licence: '(MIT OR ISC)' },
  ])
})

const component = (name: string) => ({ purl: `pkg:npm/${name}@1.0.0`, 'bom-ref': name, name })
const sbom = (components: string[], dependencies: Record<string, string[]>): Sbom => ({
  metadata: { component: component('ours') },
  components: components.map(component),
  dependencies: Object.entries(dependencies).map(([ref, dependsOn]) => ({ ref, dependsOn })),
})

test('adds what a bundle holds, and nothing that only tests need', () => {
  const all = sbom(['zod', 'express', 'qs', 'vitest'], {
    ours: ['zod', 'express', 'vitest'],
    express: ['qs', 'debug'],
    qs: [],
    vitest: [],
  })
  const { components, dependencies } = withBundled(sbom(['zod'], { ours: ['zod'] }), all, [
    { name: 'express', version: '1.0.0', licence: 'MIT' },
    { name: 'qs', version: '1.0.0', licence: 'MIT' },
    { name: 'pasted', version: '1.0.0', licence: 'MIT' },
  ])
  expect(components.map(({ name }) => name)).toEqual(['zod', 'express', 'qs', 'pasted'])
  expect(dependencies).toEqual([
    { ref: 'ours', dependsOn: ['zod', 'express', 'qs', 'pkg:npm/pasted@1.0.0'] },
    { ref: 'express', dependsOn: ['qs'] },
    { ref: 'qs', dependsOn: [] },
  ])
})
