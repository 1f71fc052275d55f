import { expect, test } from 'vitest'
import { haveWorld } from './have-world.ts'
import { startMock } from './start-mock.ts'
import { createNewestEntries } from '../src/newest-entries.ts'
import { signIn } from '../src/users/sign-in.ts'

test('M6: the entries that were set last are kept', () => {
  const entries = createNewestEntries<number>(2)
  for (const [place, key] of ['a', 'b', 'a', 'c'].entries()) entries.set(key, place)
  expect(['a', 'b', 'c'].map((key) => entries.get(key))).toEqual([2, undefined, 3])
})

test('M6: of access tokens the newest are valid, and none is issued twice', () => {
  const { world, request } = haveWorld({ tokens: 2 })
  const tokens = Array.from({ length: 5 }, () => signIn(world, request()).token)
  expect(new Set(tokens).size).toBe(5)
  expect(tokens.map((token) => world.tokens.find(token) != null)).toEqual([
    false,
    false,
    false,
    true,
    true,
  ])
})

test('M6: of ads the newest are known, and no id comes twice', () => {
  const { world } = haveWorld({ ads: 1 })
  const { id } = world.apps.first()
  const [first, second] = [world.ads.add(id, null), world.ads.add(id, null)]
  expect(first.identifier).not.toBe(second.identifier)
  expect(world.ads.find(id, first.identifier)).toBeUndefined()
  expect(world.ads.find(id, second.identifier)).toEqual(second)
})

test('M6: notifications are counted for the users who got the last ones', () => {
  const { world } = haveWorld({ notifiedUsers: 1 })
  const many = (uid: string) => Array.from({ length: 48 }, () => uid)
  world.notifications.deliver('app', many('a'))
  expect(world.notifications.findOverQuota('app', ['a'])).toEqual(['a'])
  world.notifications.deliver('app', many('b'))
  expect(world.notifications.findOverQuota('app', ['a', 'b'])).toEqual(['b'])
})

test('M6: a mock makes no more apps and users than its limits allow, and says so', async () => {
  const { control } = await startMock({ limits: { apps: 2, users: 3 } })
  expect((await control('/apps')).status).toBe(201)
  expect((await control('/users', { username: 'carol' })).status).toBe(201)
  for (const [path, body, words] of [
    ['/apps', {}, 'at most 2 apps'],
    ['/users', { username: 'dave' }, 'at most 3 users'],
  ] as const) {
    const refused = await control(path, body)
    expect(refused).toMatchObject({ status: 409, body: { error: 'limit_reached' } })
    expect(refused.body.error_message).toContain(words)
  }
})

test('M6: a forgotten payment is unknown, and the documented one is never forgotten', async () => {
  const { asApp, call, havePayment, control } = await startMock({ limits: { settledPayments: 2 } })
  const ids: string[] = []
  for (let each = 0; each < 4; each++) {
    const { id } = await havePayment()
    await control(`/payments/${id}/cancel`)
    ids.push(id)
  }
  const open = await havePayment('paid')
  const documented = 'RKo9DyyzYmmnq4roS1infxy1qc4m'

  const statuses = [...ids, open.id, documented].map((id) => asApp('GET', `/payments/${id}`))

  expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([
    404, 404, 200, 200, 200, 200,
  ])
  expect(new Set([...ids, open.id]).size).toBe(5)
  expect((await call('GET', '/_mock')).body.payments).toBe(4)
})
