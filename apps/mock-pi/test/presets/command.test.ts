import { presetNames } from '@aloha-pi/contracts/control'
import { expect, test } from 'vitest'
import { readCommandLine } from '../../src/command/command-line.ts'
import { startToJson, startToLines } from '../../src/command/describe-start.ts'
import type { SubcommandName } from '../../src/command/pages.ts'
import { findSubcommand } from '../../src/subcommands.ts'
import { startMock } from '../start-mock.ts'

/** What a subcommand prints. */
async function run(name: SubcommandName, ...args: string[]): Promise<string> {
  const lines: string[] = []
  const print = (line: string) => void lines.push(line)
  await findSubcommand(name)?.(args, { env: {}, now: () => 0, print, say: print })
  return lines.join('\n')
}

test('presets lists all by family, and one whole', async () => {
  const list = await run('presets')
  for (const name of presetNames) expect(list).toMatch(new RegExp(`^  ${name} +[A-Zc].*\\.$`, 'm'))

  const one = await run('presets', 'memo-mismatch-bricked')
  expect(one).toMatch(/^memo-mismatch-bricked\n {2}A payout was completed/)
  expect(one).toContain('What of aloha-pi gets out: nothing\n  Nothing opens the payment again')
  expect(one).toMatch(/https:\/\/github\.com\/pi-apps\/pi-ruby\/issues\/4$/)
})

test('--json prints the same as the control API', async () => {
  const { presets } = await startMock()
  expect(JSON.parse(await run('presets', '--json'))).toEqual(presets.list())
  expect(JSON.parse(await run('presets', '--json', 'stale-uid'))).toEqual(
    presets.list().find(({ name }) => name === 'stale-uid'),
  )
})

test.each([
  [['stale-udi'], /^stale-udi must be the name of a preset: perhaps stale-uid\. /],
  [['a', 'b'], /^presets takes one name, or none to list all$/],
  [['--yaml'], /--yaml/],
])('presets %j is refused with a sentence', async (args, sentence) => {
  await expect(run('presets', ...args)).rejects.toThrow(sentence)
})

test('--preset and MOCK_PI_PRESET choose the trouble, and are refused by their name', () => {
  expect(readCommandLine(['--preset', 'stale-uid']).options.preset).toBe('stale-uid')
  const env = { MOCK_PI_PRESET: 'wrong-key' }
  expect(readCommandLine([], env).options.preset).toBe('wrong-key')
  expect(readCommandLine(['--preset', 'stale-uid'], env).options.preset).toBe('stale-uid')
  expect(() => readCommandLine(['--preset', 'stale'])).toThrow(
    '--preset must be the name of a preset: perhaps stale-uid. `mock-pi presets`',
  )
  expect(() => readCommandLine([], { MOCK_PI_PRESET: 'key' })).toThrow(
    'MOCK_PI_PRESET must be the name of a preset: perhaps wrong-key. ',
  )
})

test('a start with a preset says what was made and how to get out', async () => {
  const mock = await startMock({ preset: 'paid-not-completed' })
  const applied = mock.presets.atStart()
  expect(startToJson(mock).preset).toEqual(applied)
  const lines = startToLines(mock).join('\n')
  for (const said of [applied?.name, applied?.made, applied?.sees, ...(applied?.way_out ?? [])]) {
    expect(lines).toContain(said)
  }
  const calm = await startMock()
  expect(Object.keys(startToJson(calm))).not.toContain('preset')
  expect(startToLines(calm).join('\n')).not.toContain('Way out')
})
