import { readFileSync } from 'node:fs'
import { presetFamilies, presetNames } from '@aloha-pi/contracts/control'
import type { Preset } from '@aloha-pi/contracts/wire'
import { expect, test } from 'vitest'
import { describePresets } from '../../src/presets/presets.ts'

const readme = readFileSync(new URL('../../src/presets/README.md', import.meta.url), 'utf8')
const ISSUE = /^https:\/\/github\.com\/([\w-]+\/[\w-]+)\/(?:issues|pull)\/(\d+)$/

/** `pi-nodejs 26, 25; pi-ruby 4`: issues by their repository. */
function shortIssues(issues: readonly string[]): string {
  const numbers = new Map<string, string[]>()
  for (const url of issues) {
    const [, repository = url, number = ''] = ISSUE.exec(url) ?? []
    const name = repository.replace(/^pi-apps\//, '')
    numbers.set(name, [...(numbers.get(name) ?? []), number])
  }
  return [...numbers].map(([name, list]) => `${name} ${list.join(', ')}`).join('; ') || '–'
}
const rowOf = ({ name, gets_out: { by }, pi, issues }: Preset) => [
  `\`${name}\``,
  by.join(', ') || 'nothing',
  pi.level,
  shortIssues(issues),
]

test('the README lists every preset as it is', () => {
  const rows = readme
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  expect(rows.map((cells) => cells.slice(1, -1))).toEqual(describePresets().map(rowOf))
})

test('each preset has one family, one name and one text', () => {
  expect(new Set(presetNames).size).toBe(presetNames.length)
  const presets = describePresets()
  expect(presets.map(({ name }) => name)).toEqual(presetNames)
  expect([...new Set(presets.map(({ family }) => family))]).toEqual(Object.keys(presetFamilies))
  expect(new Set(presets.map(({ summary }) => summary)).size).toBe(presets.length)
})

test.each(describePresets())('$name is written in sentences, with its source', (preset) => {
  const { summary, sees, way_out: wayOut, gets_out: getsOut, pi, issues } = preset
  for (const text of [summary, sees, ...wayOut, getsOut.how, pi.known]) {
    expect(text).toMatch(/[.!"]$/)
  }
  expect(wayOut.length).toBeGreaterThan(0)
  for (const url of issues) expect(url).toMatch(ISSUE)
  // Every number in the source is one of the issues, so that none is made up on the way.
  const cited = [...pi.source.matchAll(/issues? ([\d, and]+)/g)].flatMap(
    ([, numbers = '']) => numbers.match(/\d+/g) ?? [],
  )
  const listed = issues.map((url) => ISSUE.exec(url)?.[2])
  expect(listed).toEqual(expect.arrayContaining(cited))
})
