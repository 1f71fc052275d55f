import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const DAY = 86_400_000

async function startWithConsent(...names: string[]) {
  const mock = await startMock()
  const uids: string[] = []
  for (const name of names) {
    const token = await mock.signIn(name, { scopes: ['in_app_notifications'] })
    uids.push((await mock.pi.me(token)).uid)
  }
  const to = (uid: string | undefined, count = 1) =>
    Array.from({ length: count }, () => ({
      title: 'T',
      body: 'B',
      user_uid: uid ?? '',
      subroute: '/x',
    }))
  const notify = (notifications: unknown) =>
    mock.asApp('POST', '/in_app_notifications/notify', { notifications })
  return { ...mock, uids, to, notify }
}

test('a user who consented is delivered to', async () => {
  const { notify, to, uids } = await startWithConsent('alice')
  const { status, body } = await notify(to(uids[0]))
  expect(status).toBe(201)
  expect(body).toEqual({
    success: true,
    delivered_notifications: [{ ...to(uids[0])[0], id: '1', seen_at: null, dismissed_at: null }],
  })
})

test('a uid in capitals is the same user, and counts for the same quota', async () => {
  const { notify, to, uids } = await startWithConsent('alice')
  const sent = await notify([...to(uids[0], 24), ...to(uids[0]?.toUpperCase(), 24)])
  expect(sent.body.delivered_notifications).toHaveLength(48)
  expect(sent.body.delivered_notifications[47].user_uid).toBe(uids[0])
  expect((await notify(to(uids[0]?.toUpperCase()))).status).toBe(403)
})

test('users who did not consent are left out without an error', async () => {
  const { notify, to, uids, world, appId } = await startWithConsent('alice')
  const bob = world.users.find('bob')?.grants.get(appId)?.uid
  const { status, body } = await notify([...to(bob), ...to(uids[0]), ...to(crypto.randomUUID())])
  expect(status).toBe(201)
  expect(body.delivered_notifications).toHaveLength(1)
})

test('a user gets 48 in 24 hours, and the 49th refuses the whole call by name', async () => {
  const { notify, to, uids, control } = await startWithConsent('alice', 'bob')
  const [alice, bob] = uids
  expect((await notify([...to(alice, 48), ...to(bob, 40)])).status).toBe(201)

  const over = await notify([...to(bob, 9), ...to(alice)])
  expect(over).toMatchObject({ status: 403 })
  expect(over.body).toEqual({ error: `Notification quota exceeded for users: ${bob}, ${alice}` })
  expect((await notify(to(bob, 8))).status).toBe(201)

  await control('/clock/advance', { ms: DAY - 1 })
  expect((await notify(to(alice))).status).toBe(403)
  await control('/clock/advance', { ms: 1 })
  expect((await notify(to(alice, 48))).status).toBe(201)
})

test('256 notifications pass, 257 are refused in the documented words', async () => {
  const { notify, to } = await startWithConsent()
  const unknownUid = crypto.randomUUID()
  expect((await notify(to(unknownUid, 256))).status).toBe(201)
  const refused = await notify(to(unknownUid, 257))
  expect(refused).toMatchObject({ status: 400, headers: expect.anything() })
  expect(refused.body).toEqual({ error: 'Maximum 256 notifications allowed per request' })
})

const valid = { title: 'T', body: 'B', user_uid: crypto.randomUUID(), subroute: '/x' }

test.each([
  ['notifications must be an array', 'x'],
  ['notifications must hold at least one notification', []],
  ['notifications.0.title must not be empty', [{ ...valid, title: '' }]],
  ['notifications.1.user_uid must be a uid', [valid, { ...valid, user_uid: 'x' }]],
  ['notifications.0.subroute must begin with "/"', [{ ...valid, subroute: 'x' }]],
])('a bad payload is 422 with one sentence: %s', async (sentence, notifications) => {
  const { notify } = await startWithConsent()
  const { status, body } = await notify(notifications)
  expect(status).toBe(422)
  expect(Object.keys(body)).toEqual(['error'])
  expect(body.error).toContain(sentence)
})
