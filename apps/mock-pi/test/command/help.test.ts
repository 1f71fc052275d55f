import { expect, test } from 'vitest'
import { chooseSubcommand } from '../../src/command/choose-subcommand.ts'
import { pages, type SubcommandName } from '../../src/command/pages.ts'
import { isUsageError } from '../../src/command/usage-error.ts'
import { findSubcommand } from '../../src/subcommands.ts'

const names = Object.keys(pages) as SubcommandName[]
const help = (...argv: string[]) => {
  const chosen = chooseSubcommand(argv)
  return chosen.kind === 'help' ? chosen.text : ''
}

test('--help lists every subcommand, and the options of a start', () => {
  const text = help('--help')
  for (const name of names) expect(text).toMatch(new RegExp(`^  ${name} +\\S`, 'm'))
  for (const option of Object.keys(pages.start.options)) {
    expect(text).toMatch(new RegExp(`^  --${option}[ \\n]`, 'm'))
  }
  expect(help('-h')).toBe(text)
  expect(help('help')).toBe(text)
  expect(text.split('\n').filter((line) => line.length > 120)).toEqual([])
})

test.each(names)('%s --help shows its options, an example and its exit codes', (name) => {
  const text = help(name, '--help')
  expect(help('help', name)).toBe(text)
  for (const option of Object.keys(pages[name].options)) {
    expect(text).toMatch(new RegExp(`^  --${option}[ \\n]`, 'm'))
  }
  expect(text).toMatch(/^Usage\n {2}mock-pi /m)
  expect(text).toMatch(/^Example\n {2}\S/m)
  expect(text).toMatch(/^Exit codes\n {2}0/m)
  expect(text).toMatch(/^ {2}2 +wrong usage/m)
})

test.each(names.filter((name) => name !== 'start'))(
  '%s has a subcommand behind its page',
  (name) => {
    expect(findSubcommand(name)).toBeTypeOf('function')
  },
)

test('start is the same as no subcommand', () => {
  const args = ['--port', '0']
  expect(chooseSubcommand(['start', ...args])).toEqual(chooseSubcommand(args))
  expect(chooseSubcommand([])).toEqual({ kind: 'run', name: 'start', args: [] })
})

test('what follows -- belongs to the program, also --help', () => {
  const args = ['--', 'curl', '--help']
  expect(chooseSubcommand(['exec', ...args])).toEqual({ kind: 'run', name: 'exec', args })
})

test.each([
  ['exce', 'There is no subcommand exce: perhaps exec. `mock-pi --help` lists all'],
  ['preset', 'There is no subcommand preset: perhaps presets. '],
  ['constructor', 'There is no subcommand constructor'],
  ['xyz', 'There is no subcommand xyz. '],
])('the unknown subcommand %s is refused with the nearest name', (word, sentence) => {
  for (const argv of [[word], [word, '--help'], ['help', word]]) {
    expect(() => chooseSubcommand(argv)).toThrow(sentence)
  }
})

const notUsed = { env: {}, now: () => 0, print: () => {}, say: () => {} }

test.each([
  ['exec', []],
  ['exec', ['--connect', 'x', '--', 'true']],
  ['open', ['ftp://localhost']],
  ['env', ['--connect', '0']],
  ['ca', ['show']],
  ['presets', ['pending-lok']],
  ['explain', ['a', 'b']],
  ['explain', ['--url', 'nowhere']],
] as const)('%s %j is wrong usage', async (name, args) => {
  await expect(findSubcommand(name)?.([...args], notUsed)).rejects.toMatchObject({
    name: 'UsageError',
  })
})

test.each(names.filter((name) => name !== 'start'))(
  '%s refuses an unknown option',
  async (name) => {
    const args = name === 'exec' ? ['--colour', '--', 'true'] : ['--colour']
    await expect(findSubcommand(name)?.(args, notUsed)).rejects.toSatisfy(isUsageError)
  },
)
