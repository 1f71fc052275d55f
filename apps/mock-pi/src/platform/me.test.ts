import { expect, test } from 'vitest'
import { NOW, startMock } from '../../test/start-mock.ts'

const HOUR = 3_600_000

test('a token with every scope shows every field', async () => {
  const { pi, control, signIn, appId } = await startMock()
  await control('/users', { username: 'carol', roles: ['moderator'], preferred_language: 'fr' })
  const scopes = ['username', 'payments', 'wallet_address', 'roles', 'preferred_language']
  const user = await pi.me(await signIn('carol', { scopes }))

  expect(user).toEqual({
    uid: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    username: 'carol',
    app_id: appId,
    credentials: {
      scopes: [...scopes, 'platform'],
      valid_until: { timestamp: NOW / 1000 + 86_400, iso8601: '2026-01-02T00:00:00Z' },
    },
    receiving_email: false,
    roles: ['moderator'],
    preferred_language: 'fr',
    wallet_address: expect.stringMatching(/^G[A-Z2-7]{55}$/),
  })
})

test('a token without scopes shows no more than the uid, and "platform" unasked', async () => {
  const { pi, signIn } = await startMock()
  const user = await pi.me(await signIn('alice', { scopes: [] }))
  expect(Object.keys(user).sort()).toEqual(['app_id', 'credentials', 'receiving_email', 'uid'])
  expect(user.credentials?.scopes).toEqual(['platform'])
})

test("a token follows the mock's clock to its end", async () => {
  const { call, control, signIn } = await startMock()
  await control('/settings', { token_lifetime_ms: HOUR }, 'PATCH')
  const headers = { authorization: `Bearer ${await signIn()}` }

  await control('/clock/advance', { ms: HOUR - 1 })
  expect((await call('GET', '/v2/me', { headers })).status).toBe(200)
  await control('/clock/advance', { ms: 1 })
  expect(await call('GET', '/v2/me', { headers })).toMatchObject({ status: 401, text: '' })
})

test('revoking ends the tokens, and the next sign-in has another uid', async () => {
  const { call, control, pi, signIn } = await startMock()
  const token = await signIn()
  const before = await pi.me(token)
  await control('/users/alice/revoke')

  const headers = { authorization: `Bearer ${token}` }
  const refused = await call('GET', '/v2/me', { headers })
  const after = await pi.me(await signIn())
  const stillRefused = await call('GET', '/v2/me', { headers })

  expect([refused.status, stillRefused.status]).toEqual([401, 401])
  expect(after.uid).not.toBe(before.uid)
})

test('a user has another uid in another app', async () => {
  const { control, pi, signIn } = await startMock()
  const { body: other } = await control('/apps')
  const here = await pi.me(await signIn())
  const there = await pi.me(await signIn('alice', { app_id: other.app_id }))
  expect(there.app_id).toBe(other.app_id)
  expect(there.uid).not.toBe(here.uid)
})

test('a later sign-in with fewer scopes takes nothing back from the grant', async () => {
  const { control, pi, signIn } = await startMock()
  const { uid } = await pi.me(await signIn('alice', { scopes: ['payments'] }))
  await signIn('alice', { scopes: ['username'] })
  const begun = await control('/payments', { username: 'alice', amount: 1 })
  expect(begun.status).toBe(201)
  expect(begun.body.payment.user_uid).toBe(uid)
})
