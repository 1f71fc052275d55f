import { readdirSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { haveState } from './have-state.ts'

test('the same world goes on after a stop, with its keys, its id and its time', async () => {
  const { file, folder, start, read } = haveState()
  const first = await start()
  await first.control.createUser({ username: 'carol' })
  const { access_token: token } = await first.control.signIn({ username: 'carol' })
  const { payment } = await first.control.createPayment({ username: 'carol', amount: 2 })
  await first.control.advanceClock({ ms: 10_000 })
  expect(await first.stop()).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['state.json'])
  expect(read().continues.worldId).toBe(first.worldId)

  const second = await start('--seed', 'another', '--spelling', 'wire')
  expect(second).toMatchObject({ apiKey: first.apiKey, worldId: first.worldId })
  expect(second.printed.stderr).toContain(
    `mock-pi: the world of ${file} goes on; --seed will be used by a reset only`,
  )
  const me = await fetch(`${second.url}/v2/me`, { headers: { authorization: `Bearer ${token}` } })
  expect(await me.json()).toMatchObject({ username: 'carol' })
  const { payments } = await second.control.payments({ limit: 1 })
  expect(payments[0]?.payment.identifier).toBe(payment.identifier)
  const world = await second.control.world()
  expect(world.settings.spelling).toBe('wire')
  // It is as far ahead of the real time as before, and real time has passed.
  expect(world.clock.ahead_ms).toBe(10_000)
  expect(Date.parse(world.clock.now)).toBeGreaterThanOrEqual(read().clock.now)
  const begun = await second.control.reset()
  expect(begun).toMatchObject({ users: 2 })
  expect(begun.worldId).not.toBe(first.worldId)
  expect(await second.stop('SIGINT')).toBe(0)
  expect(read()).toMatchObject({ seed: 'another', continues: { worldId: begun.worldId } })
})

test('a mock that is killed has kept what was saved before', async () => {
  const { start, usersIn, read } = haveState()
  const first = await start()
  await first.control.createUser({ username: 'carol' })
  await expect.poll(usersIn).toContain('carol')
  await first.stop('SIGKILL')
  const second = await start()
  expect(second).toMatchObject({ apiKey: first.apiKey, worldId: first.worldId })
  expect((await second.control.users()).users.map(({ username }) => username)).toContain('carol')
  // A request that only reads changes nothing, unless a fault counts it.
  await second.control.addFault({ effect: { type: 'latency', ms: 0 } })
  await expect.poll(() => read().faults.rules[0]?.hits).toBe(0)
  await fetch(`${second.url}/ledgers`)
  await expect.poll(() => read().faults.rules[0]?.hits).toBe(1)
})
