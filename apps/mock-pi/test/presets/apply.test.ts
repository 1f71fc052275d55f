import { presetNames } from '@aloha-pi/contracts/control'
import type { PresetName, StartPreset } from '@aloha-pi/contracts/wire'
import { expect, test } from 'vitest'
import { createMockControl, MockControlError } from '../../src/control-client/index.ts'
import { startMockPi } from '../../src/server/start-mock-pi.ts'
import { startMock } from '../start-mock.ts'

async function startControlled(options: Parameters<typeof startMock>[0] = {}) {
  const mock = await startMock(options)
  return { ...mock, control: mock.control, client: createMockControl({ url: mock.url }) }
}
const failureOf = (call: Promise<unknown>) => call.then(String, (error: Error) => error.message)

test('the same preset through each door makes the same', async () => {
  const preset: PresetName = 'tx-never-verified'
  const [byHttp, byClient, inProcess, atStart] = await Promise.all([
    startControlled(),
    startControlled(),
    startControlled(),
    startControlled({ preset }),
  ])
  const { status, body } = await byHttp.control(`/presets/${preset}`)
  expect(status).toBe(201)
  expect(await byClient.client.applyPreset(preset)).toEqual(body)
  expect(await inProcess.presets.apply(preset)).toEqual(body)
  expect(atStart.presets.atStart()).toEqual(body)
  expect(body).toMatchObject({ name: preset, username: 'alice', app_id: byHttp.appId })
  expect(byHttp.presets.atStart()).toBe(undefined)

  const { presets } = await byClient.client.presets()
  expect(inProcess.presets.list()).toEqual(presets)
  expect((await byHttp.call('GET', '/_mock/presets')).body).toEqual({ presets })
})

test('the way out and the result name what was made', async () => {
  const { client, pi } = await startControlled()
  const applied = await client.applyPreset('paid-not-completed', { username: 'bob', amount: 2.5 })
  const { payment_id: id, txids, way_out: wayOut, made } = applied
  expect(wayOut.join(' ')).toContain(`/v2/payments/${id}/complete with {"txid":"${txids[0]}"}`)
  expect(made).toContain(`bob paid ${id}`)
  expect(await pi.payments.get(id ?? '')).toMatchObject({ amount: 2.5, user_uid: applied.uid })
})

test.each(presetNames)(
  '%s begins a world, and leaves nothing open in its way out',
  async (preset) => {
    const { presets } = await startMock({ preset })
    const applied = presets.atStart()
    expect(applied?.name).toBe(preset)
    expect(JSON.stringify(applied)).not.toMatch(/\{\w+\}/)
  },
)

test('for a user who never signed in, in another app', async () => {
  const { client } = await startControlled()
  const { app_id: appId } = await client.createApp({ name: 'second' })
  await client.createUser({ username: 'carol' })
  const order = { username: 'carol', app_id: appId }
  expect(await client.applyPreset('pending-lock', order)).toMatchObject(order)
  expect((await client.payments({ limit: 1 })).payments).toMatchObject([order])
})

test('a reset begins the trouble of the start again', async () => {
  const preset: StartPreset = { name: 'pending-lock', username: 'bob', amount: 7 }
  const { client, presets, pi } = await startControlled({ preset })
  const id = presets.atStart()?.payment_id ?? ''
  await pi.payments.cancel(id)
  await client.reset()
  expect(presets.atStart()?.payment_id).toBe(id)
  const { status, amount } = await pi.payments.get(id)
  expect([amount, status.developer_approved, status.cancelled]).toEqual([7, true, false])
})

test.each([
  ['pendinglock', 'pending-lock'],
  ['html-500', 'html-500-on-approve'],
  ['memo-mismatch', 'memo-mismatch-bricked'],
  ['Approve-expired', 'approval-expired'],
])('an unknown preset is refused through each door: %s is perhaps %s', async (word, nearest) => {
  const { control, client, presets } = await startControlled()
  const sentence = new RegExp(`${word}.*perhaps ${nearest}\\..*list all`)
  const { status, body } = await control(`/presets/${word}`)
  expect([status, body.error]).toEqual([404, 'preset_not_found'])
  expect(body.error_message).toMatch(sentence)
  const error = await client.applyPreset(word as PresetName).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(MockControlError)
  expect(error).toMatchObject({ code: 'preset_not_found', message: body.error_message })
  expect(await failureOf(presets.apply(word as PresetName))).toBe(body.error_message)
  expect(await failureOf(startMockPi({ preset: word as PresetName }))).toMatch(
    new RegExp(`^preset\\.name must be the name of a preset: perhaps ${nearest}\\.`),
  )
})

test('a word like no preset gets the list only', async () => {
  const { client } = await startControlled()
  expect(await failureOf(client.applyPreset('q' as PresetName))).toBe(
    'There is no preset q. `mock-pi presets` and GET /_mock/presets list all',
  )
})

test.each([
  [{ username: 'mallory' }, 'There is no user mallory'],
  [{ app_id: 'no-app' }, 'There is no app no-app'],
  [{ amount: 0 }, 'amount must be more than 0'],
  [{ name: 'pending-lock' }, 'body must not have "name"'],
])('%j is refused, and changes nothing', async (order, words) => {
  const { client, world } = await startControlled()
  const before = world.payments.size()
  expect(await failureOf(client.applyPreset('pending-lock', order as object))).toContain(words)
  expect(world.settings.u2a_pending).toBe('replace-unpaid')
  expect(world.payments.size()).toEqual(before)
})

test('at the start, a user that is not there is named', async () => {
  const preset = { name: 'pending-lock', username: 'mallory' } as const
  expect(await failureOf(startMockPi({ preset }))).toBe('preset: There is no user mallory')
})

test('a user with too little money: refused, and what was begun is taken back', async () => {
  const { client, world } = await startControlled()
  const refused = failureOf(client.applyPreset('complete-lost-answer', { amount: 20_000 }))
  expect(await refused).toMatch(/wallet cannot pay 20000\.0000000 Pi.*Fund it/)
  const { payments } = await client.payments({ limit: 1 })
  expect(payments[0]?.payment.status.cancelled).toBe(true)
  expect(world.faults.list()).toEqual([])
})

test.each<[PresetName, number]>([
  ['cancelled-under-us', 10_000],
  ['two-transfers-one-memo', 6_000],
])('%s of an app with too little money: refused, and nothing moves', async (name, amount) => {
  const { client, world } = await startControlled()
  const before = [world.payments.size(), world.ledger.view().latest().sequence]
  expect(await failureOf(client.applyPreset(name, { amount }))).toBe(
    'The wallet of the app cannot pay: op_underfunded. Fund it with POST /_mock/ledger/fund.',
  )
  expect([world.payments.size(), world.ledger.view().latest().sequence]).toEqual(before)
})

test('a preset that an open payment blocks is refused in the words of Pi', async () => {
  const { client, world } = await startControlled()
  await client.applyPreset('payout-created-twice')
  await client.settings({ a2u_concurrency: 'per-app' })
  expect(await failureOf(client.applyPreset('tx-never-verified'))).toMatch(/ongoing payment/)
  await client.applyPreset('pending-lock')
  expect(await failureOf(client.applyPreset('paid-not-completed'))).toMatch(/pending payment/)
  expect(world.settings.a2u_concurrency).toBe('per-app')
})

test('limits of the world are limits of presets', async () => {
  const { client, world } = await startControlled({ limits: { faults: 0, apps: 1 } })
  expect(await failureOf(client.applyPreset('html-500-on-approve'))).toMatch(/at most 0 faults/)
  expect(await failureOf(client.applyPreset('wrong-app-uid'))).toMatch(/at most 1 apps/)
  world.settings.approval_timeout_ms = 86_400_000
  world.clock.jump(Date.parse('9998-12-31T12:00:00.000Z'))
  expect(await failureOf(client.applyPreset('approval-expired'))).toMatch(/clock|ledgers/)
})

test('a new world begins with the preset of the mock; a fork has what it made, once', async () => {
  const { worlds, presets, world } = await startMock({ preset: 'tx-never-verified' })
  const idsOf = ({ payments }: typeof world) => payments.list(10).map(({ id }) => id)
  const made = idsOf(world)
  expect(made).toContain(presets.atStart()?.payment_id)

  const fresh = worlds.create({ name: 'fresh' })
  expect(fresh.presets.atStart()?.name).toBe('tx-never-verified')
  expect(idsOf(fresh.world)).toHaveLength(made.length)

  const fork = worlds.fork('default', 'fork')
  expect(idsOf(fork.world)).toEqual(made)
  fork.world.reset()
  expect(idsOf(fork.world)).toEqual(made)
})
