import { expect, test } from 'vitest'
import '../../src/vitest.ts'
import { explain, readExplainArguments } from '../../src/command/explain.ts'
import { createMockControl } from '../../src/control-client/index.ts'
import { startMock } from '../start-mock.ts'

const NAME_RULE = 'must be 1 to 64 letters, digits, "_" or "-", and begin with a letter or a digit'

async function startControlled(options: Parameters<typeof startMock>[0] = {}) {
  const mock = await startMock(options)
  return { mock, control: createMockControl({ url: mock.url }) }
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    ({ code, status, message }: { code: string; status: number; message: string }) =>
      `${status} ${code}: ${message}`,
  )
const textOf = (act: () => unknown) => {
  try {
    return String(act())
  } catch (error) {
    return (error as Error).message
  }
}

test('worlds are made, listed and dropped by the control client', async () => {
  const { mock, control } = await startControlled({ settings: { u2a_pending: 'lock' } })
  const settings = { approval_timeout_ms: 5 }
  const made = await control.createWorld({ name: 'one', settings })
  expect(made).toMatchObject({ name: 'one', url: `${mock.url}/w/one`, forked_from: null })
  expect((await control.worlds()).worlds.map(({ name, url }) => [name, url])).toEqual([
    ['default', mock.url],
    ['one', `${mock.url}/w/one`],
  ])

  const one = control.inWorld('one')
  const { name, worldId, settings: own } = await one.world()
  expect([name, worldId]).toEqual(['one', made.worldId])
  expect(own).toMatchObject({ u2a_pending: 'lock', approval_timeout_ms: 5 })
  expect((await one.apps()).apps).toEqual([made.app])
  expect(made.app.api_key).not.toBe(mock.apiKey)
  expect((await one.worlds()).worlds).toEqual((await control.worlds()).worlds)

  expect(await one.dropWorld('one')).toEqual(made)
  expect((await control.worlds()).worlds).toHaveLength(1)
  expect(await codeOf(one.world())).toMatch(/^404 world_not_found: There is no world one/)
})

test('the same name has the same keys in each mock of the seed; another name or seed has others', async () => {
  const { control } = await startControlled()
  const keyOf = async (name: string, seed?: string) =>
    (await control.createWorld({ name, ...(seed != null && { seed }) })).app.api_key
  const first = await keyOf('one')
  const keys = [first, await keyOf('two'), await keyOf('three', 'other')]
  expect(new Set(keys).size).toBe(3)
  await control.dropWorld('one')
  expect(await keyOf('one')).toBe(first)
})

test('what cannot be made, copied or dropped is refused by its rule', async () => {
  const { mock, control } = await startControlled({ limits: { worlds: 2 } })
  await control.createWorld({ name: 'one' })
  const full = 'The mock has at most 2 worlds: drop one with POST /_mock/worlds/NAME/drop'
  expect([
    await codeOf(control.createWorld({ name: 'one' })),
    await codeOf(control.createWorld({ name: 'default' })),
    await codeOf(control.createWorld({ name: 'two' })),
    await codeOf(control.forkWorld('one', { name: 'two' })),
    await codeOf(control.forkWorld('none', { name: 'two' })),
    await codeOf(control.forkWorld('one', { name: 'one' })),
    await codeOf(control.dropWorld('none')),
    await codeOf(control.dropWorld('default')),
    await codeOf(control.createWorld({ name: '_' })),
    await codeOf(control.createWorld({ name: 'two', seed: '' })),
    await codeOf(control.createWorld({ name: 'two', settings: { ledger_close: -1 } as never })),
  ]).toEqual([
    '409 already_exists: The world one already exists',
    '409 already_exists: The world default already exists',
    `409 too_many_worlds: ${full}`,
    `409 too_many_worlds: ${full}`,
    expect.stringMatching(/^404 world_not_found: There is no world none/),
    '409 already_exists: The world one already exists',
    expect.stringMatching(/^404 world_not_found: There is no world none/),
    '409 default_world: The default world cannot be dropped: POST /_mock/reset begins it again',
    `400 invalid_request: name ${NAME_RULE}`,
    '400 invalid_request: seed must not be empty',
    expect.stringMatching(/^400 invalid_request: settings\.ledger_close must/),
  ])
  expect([
    textOf(() => mock.worlds.create({ name: 'two' })),
    textOf(() => mock.worlds.create({ name: 'a b' })),
    textOf(() => mock.worlds.fork('one', '')),
    textOf(() => mock.worlds.drop('default')),
    textOf(() => mock.worlds.get('none')),
    textOf(() => createMockControl({ url: mock.url, world: '.' })),
    textOf(() => createMockControl({ url: `${mock.url}/w/one`, world: 'two' })),
  ]).toEqual([
    full,
    `name ${NAME_RULE}`,
    `name ${NAME_RULE}`,
    'The default world cannot be dropped: POST /_mock/reset begins it again',
    expect.stringMatching(/^There is no world none/),
    `world ${NAME_RULE}`,
    'world is two, but url names the world one: give only one of them',
  ])
})

test('a client of another world is had from the URL, by name, and from any client', async () => {
  const { mock, control } = await startControlled()
  await control.createWorld({ name: 'one' })
  await control.createWorld({ name: 'two' })
  for (const each of [
    createMockControl({ url: `${mock.url}/w/one/` }),
    createMockControl({ url: mock.url, world: 'one' }),
    createMockControl({ url: `${mock.url}/w/one`, world: 'one' }),
    control.inWorld('two').inWorld('one'),
    control.inWorld('one').inWorld('one'),
  ]) {
    expect((await each.world()).name).toBe('one')
  }
  expect((await control.inWorld('one').inWorld('default').world()).name).toBe('default')
})

test('in process a world is what a mock is', async () => {
  const { mock } = await startControlled()
  const one = mock.worlds.create({ name: 'one', settings: { u2a_pending: 'lock' } })
  expect(mock.worlds.get('one')).toBe(one)
  expect(mock.worlds.list().map(({ name }) => name)).toEqual(['default', 'one'])
  expect(one.world.settings.u2a_pending).toBe('lock')

  const seen: string[] = []
  const stop = one.onEvent(({ kind }) => seen.push(kind), ['world', 'request'])
  one.faults.add({ effect: { type: 'html-500' } })
  const { status } = await fetch(`${one.url}/ledgers`)
  one.world.reset()
  stop()
  expect([status, ...seen]).toEqual([500, 'world', 'request', 'world'])
  expect((await one.refusals()).refusals).toEqual([])
  expect(mock.faults.list()).toEqual([])
  expect((await mock.refusals()).refusals).toEqual([])
  expect(one.world.worldId).not.toBe(mock.world.worldId)
})

test('matchers take a world, in process and by a client', async () => {
  const { mock, control } = await startControlled()
  const one = mock.worlds.create({ name: 'one' })
  await mock.call('GET', '/v2/payments/none', { headers: { authorization: `Key ${one.apiKey}` } })

  expect(one).toHaveReceived('payments.get', { times: 1, status: 404 })
  expect(mock).not.toHaveReceived('payments.get')
  await expect(control.inWorld('one')).toHaveReceived('payments.get', { times: 1 })
  await expect(control).not.toHaveReceived('payments.get')
  await expect(
    expect(control.inWorld('one')).toHaveReceived('payments.get', { times: 2 }),
  ).rejects.toThrow('The mock received 1 request to payments.get; expected 2')
})

test('a request of a world is replayed there', async () => {
  const { mock } = await startControlled()
  const one = mock.worlds.create({ name: 'one' })
  const fork = mock.worlds.fork('one', 'fork')
  const headers = { authorization: `Key ${one.apiKey}` }
  await mock.call('GET', '/v2/payments/none', { headers })
  await mock.call('GET', '/w/fork/v2/payments/none', { headers })
  await mock.call('GET', '/ledgers', { headers: { 'x-mock-world': 'fork' } })
  for (const world of [one, fork]) {
    for (const { id } of world.journal.list().entries) {
      expect((await world.journal.replay(id)).replay_of).toBe(id)
    }
  }
  const totals = mock.worlds.list().map(({ journal }) => journal.list().total)
  expect(totals).toEqual([0, 2, 4])
})

test('mock-pi explain asks the world that its URL names', async () => {
  const { mock } = await startControlled()
  const one = mock.worlds.create({ name: 'one' })
  await mock.call('GET', '/w/one/accounts/unknown')
  await mock.call('GET', '/v2/me')
  const text = await explain(readExplainArguments(['last', '--url', one.url]))
  expect(text).toMatch(/^GET \/accounts\/unknown → 400/)
  expect(await explain(readExplainArguments(['last', '--url', mock.url]))).toMatch('GET /v2/me')
})
