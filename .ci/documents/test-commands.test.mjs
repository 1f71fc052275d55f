import { expect, test } from 'vitest'
import { readTracked } from './tracked-files.mjs'

/** Ways to run a test of this repository that are not `pnpm test PATH -t NAME`. */
const OTHER_WAYS = /(?:(?:pnpm exec|npx|pnpm dlx) )?vitest(?: run)? (?:apps|packages|conformance)\b/

test('every document and comment says `pnpm test PATH -t NAME` for running a test', () => {
  const lines = readTracked(['.md', '.ts', '.mjs', '.yml', '.yaml', 'run']).flatMap(
    ({ path, text }) =>
      text.split('\n').flatMap((line, at) => (OTHER_WAYS.test(line) ? [`${path}:${at + 1}`] : [])),
  )
  expect(lines).toEqual([])
})

test('finds the other ways', () => {
  const program = ['vi', 'test'].join('')
  expect(OTHER_WAYS.test(`pnpm exec ${program} run apps/proxy`)).toBe(true)
  expect(OTHER_WAYS.test(`npx ${program} packages/client`)).toBe(true)
  expect(OTHER_WAYS.test('pnpm test apps/proxy -t NAME')).toBe(false)
})
