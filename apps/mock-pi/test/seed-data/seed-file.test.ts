import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { seedDataJsonSchema } from '@aloha-pi/contracts/control'
import { expect, onTestFinished, test } from 'vitest'
import { readCommandLine } from '../../src/command/command-line.ts'
import { startByCommand } from '../../src/command/use-mock.ts'
import { findSubcommand } from '../../src/subcommands.ts'
import { startMock } from '../start-mock.ts'
import { haveState } from '../state/have-state.ts'

const README = fileURLToPath(new URL('../../README.md', import.meta.url))
const SCHEMA = fileURLToPath(
  new URL('../../../../docs/openapi/seed-data.schema.json', import.meta.url),
)

function haveFile(name: string, text: string): string {
  const file = path.join(haveState().folder, name)
  writeFileSync(file, text)
  return file
}

async function seed(...args: string[]): Promise<string> {
  const printed: string[] = []
  const print = (line: string) => printed.push(line)
  await findSubcommand('seed')?.(args, { env: {}, now: () => 0, print, say: print })
  return printed.join('\n')
}

async function start(...args: string[]) {
  const { options } = readCommandLine(['--port', '0', ...args])
  const ports = { env: {}, now: () => 0, print: () => {}, say: () => {} }
  const mock = await startByCommand(options, ports)
  onTestFinished(() => mock.close())
  return mock
}

/** The file that the README shows. */
const [, example = ''] = /```yaml\n(# shop\.yaml[^`]*)```/.exec(readFileSync(README, 'utf8')) ?? []

test('the seed file of the README begins a world, by the command and in a running mock', async () => {
  const file = haveFile('shop.yaml', example)
  const facts = '1 app, 2 users, 0 accounts, 2 payments'
  expect(await seed('check', file)).toBe(`${file} is a seed file: ${facts}`)
  const mock = await start('--seed-file', file)
  expect(mock.world.users.list().map(({ username }) => username)).toEqual(['alice', 'bob', 'carol'])
  mock.world.reset()
  expect(mock.world.payments.list(9).map(({ state }) => state)).toEqual([
    'completed',
    'paid',
    'completed',
  ])

  const running = await startMock()
  const one = running.worlds.create({ name: 'one' })
  const added = await seed('add', file, '--url', running.url, '--world', 'one')
  const [newest, older] = one.world.payments.list(2)
  expect(added).toBe(`added ${file}: ${facts}\n  payment ${older?.id}\n  payment ${newest?.id}`)
  expect(running.world.users.list()).toHaveLength(2)
})

test.each([
  ['a.json', '{"users":[{"username":"carol"}]}'],
  ['a.yml', 'users: [{ username: carol }]'],
  ['a', '{"users":[{"username":"carol"}]}'],
])('a mock begins with a file: %s %j', async (name, text) => {
  const mock = await start('--seed-file', haveFile(name, text))
  expect(mock.world.users.find('carol')).toBeDefined()
})

test.each([
  ['a.json', '{"users":', 'not valid JSON: '],
  ['a.yaml', 'users:\n  - username: [', 'not valid YAML: Flow sequence'],
  ['a.yaml', 'users: []\nusers: []', 'not valid YAML: Map keys must be unique at line 2, column 1'],
  ['a.yaml', 'users: !odd x', 'not valid YAML: Unresolved tag: !odd at line 1, column 8'],
  ['a.yaml', '', 'it must be an object'],
  ['a.yaml', 'users:\n  - username: a\n  - username: b c', 'users[1].username must be 1 to 64'],
  [
    'a.yaml',
    'payments:\n  - { user: zoe, amount: 1, state: paid }',
    'payments[0].user: must be a user',
  ],
])('a sentence names the file and what is wrong in it: %s %j', async (name, text, sentence) => {
  const file = haveFile(name, text)
  const failure: unknown = await start('--seed-file', file).catch((error: unknown) => error)
  expect((failure as Error).message).toContain(sentence)
  expect((failure as Error).message).toContain(file)
})

test('what is missing or wrong in the arguments is a sentence', async () => {
  await expect(seed('check', '/none/a.yaml')).rejects.toThrow('/none/a.yaml does not exist')
  for (const args of [[], ['add'], ['keep', 'a'], ['check', 'a', 'b']]) {
    await expect(seed(...args)).rejects.toThrow('write `mock-pi seed add FILE`')
  }
  await expect(seed('schema', '--url', 'http://127.0.0.1:1')).rejects.toThrow('only seed add needs')
})

test('the JSON Schema is printed as it is published', async () => {
  expect(`${await seed('schema')}\n`).toBe(readFileSync(SCHEMA, 'utf8'))
  expect(JSON.parse(readFileSync(SCHEMA, 'utf8'))).toEqual(seedDataJsonSchema())
})
