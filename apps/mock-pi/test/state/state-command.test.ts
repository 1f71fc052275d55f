import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { readStateArguments } from '../../src/command/state-command.ts'
import { findSubcommand } from '../../src/subcommands.ts'
import { startMock } from '../start-mock.ts'
import { haveState } from './have-state.ts'

async function state(...args: string[]): Promise<string> {
  const printed: string[] = []
  const print = (line: string) => printed.push(line)
  await findSubcommand('state')?.(args, { env: {}, now: () => 0, print, say: print })
  return printed.join('\n')
}

test('a world is saved, looked at and loaded', async () => {
  const mock = await startMock({ clock: '2026-01-01T00:00:00Z' })
  const { file } = haveState()
  await createMockControl({ url: mock.url }).createUser({ username: 'carol' })
  const facts = 'Pi Testnet, 1 app, 3 users, 1 payment, 2026-01-01T00:00:00.000Z, stopped'
  expect(await state('save', file, '--url', mock.url)).toBe(`saved ${file}: ${facts}`)
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(mock.snapshot())}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await state('check', file)).toBe(`${file} is a snapshot: ${facts}`)

  const other = await startMock()
  const one = other.worlds.create({ name: 'one' })
  const loaded = await state('load', file, '--url', other.url, '--world', 'one')
  expect(loaded).toBe(`loaded ${file} into the world one: ${facts}`)
  expect(JSON.stringify(one.snapshot())).toBe(JSON.stringify(mock.snapshot()))
  expect(other.world.users.list()).toHaveLength(2)
  // A later save replaces an older one.
  expect(await state('save', file, '--url', one.url)).toBe(`saved ${file}: ${facts}`)
})

test.each([
  ['{', 'is not a snapshot: it is not valid JSON: broken or cut off'],
  ['{"a":1}', 'is not usable: format must be'],
])('a file that is no snapshot is named, and is not replaced: %s', async (text, sentence) => {
  const mock = await startMock()
  const { file } = haveState()
  writeFileSync(file, text)
  const { worldId } = mock.world
  for (const action of ['load', 'check']) {
    const url = action === 'load' ? ['--url', mock.url] : []
    await expect(state(action, file, ...url)).rejects.toThrow(`${file} ${sentence}`)
  }
  await expect(state('save', file, '--url', mock.url)).rejects.toThrow('is not a snapshot')
  expect([readFileSync(file, 'utf8'), mock.world.worldId]).toEqual([text, worldId])
})

test('parts that contradict each other are found without a mock', async () => {
  const mock = await startMock()
  const { file } = haveState()
  const snapshot = mock.world.saved()
  snapshot.ledger.accounts.newest[1]!.balance = '1'
  writeFileSync(file, JSON.stringify(snapshot))
  await expect(state('check', file)).rejects.toThrow(
    `${file} is not usable: ledger must hold all Pi`,
  )
})

test('what is missing or wrong in the arguments is a sentence', async () => {
  const { file } = haveState()
  const usage = 'write `mock-pi state save FILE`, `state load FILE` or `state check FILE`'
  for (const args of [[], ['save'], ['keep', file], ['save', file, file], ['save', '']]) {
    expect(() => readStateArguments(args)).toThrow(usage)
  }
  expect(() => readStateArguments(['check', file, '--world', 'one'])).toThrow('needs no mock')
  await expect(state('load', file)).rejects.toThrow(`${file} does not exist`)
  await expect(state('save', file, '--url', 'ftp://x')).rejects.toThrow('--url must be the URL of')
  await expect(state('save', file, '--world', '_')).rejects.toThrow('--world must be 1 to 64')
  await expect(state('save', file, '--url', 'http://127.0.0.1:1')).rejects.toThrow(
    'The mock at http://127.0.0.1:1 did not respond',
  )
})

test('a world that does not exist is named by the mock, and nothing is written', async () => {
  const mock = await startMock()
  const { file } = haveState()
  const args = ['save', file, '--url', mock.url, '--world', 'none']
  await expect(state(...args)).rejects.toThrow('There is no world none')
  expect(() => statSync(file)).toThrow('ENOENT')
})
