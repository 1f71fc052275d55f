import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const full = { user: 'alice', consent: 'allow', payment: 'pay', delay_ms: 0 }

test('an autopilot is set with defaults, shown, and taken back', async () => {
  const { call, control } = await startMock()
  const set = (wallet: unknown) => control('/settings', { wallet }, 'PATCH')
  expect((await set({ user: 'alice' })).body.wallet).toEqual(full)
  const other = { user: 'bob', consent: 'refuse', payment: 'cancel-after-approval', delay_ms: 250 }
  expect((await set(other)).body.wallet).toEqual(other)
  expect((await control('/settings', { spelling: 'wire' }, 'PATCH')).body.wallet).toEqual(other)
  expect((await set({ user: 'bob' })).body.wallet).toEqual({ ...full, user: 'bob' })
  expect((await set(null)).body.wallet).toBeNull()
  expect((await call('GET', '/_mock')).body.settings.wallet).toBeNull()
})

test.each([
  [{}, 'wallet.user is required'],
  [{ user: 'a b' }, 'wallet.user must be 1 to 64 letters, digits, "_", "." or "-"'],
  [{ user: 'alice', consent: 'yes' }, 'wallet.consent must be "allow" or "refuse"'],
  [{ user: 'alice', payment: 'refund' }, 'wallet.payment must be "pay", "cancel", '],
  [{ user: 'alice', delay_ms: 600_001 }, 'wallet.delay_ms must be whole, from 0 to 600000'],
  [{ user: 'alice', speed: 1 }, 'wallet must not have "speed"'],
  ['alice', 'wallet must be an object'],
])('the autopilot %j is refused: %s', async (wallet, sentence) => {
  const { control } = await startMock()
  const refused = await control('/settings', { wallet }, 'PATCH')
  expect(refused.status).toBe(400)
  expect(refused.body.error_message).toContain(sentence)
  await expect(startMock({ settings: { wallet } as never })).rejects.toThrow(`settings.${sentence}`)
})

test('settings given at the start hold from the start and after a reset', async () => {
  const settings = { wallet: { user: 'alice' }, approval_timeout_ms: 5, u2a_pending: undefined }
  const { call, control } = await startMock({ settings, spelling: 'wire' })
  const begun = (await call('GET', '/_mock')).body.settings
  expect(begun).toMatchObject({
    wallet: full,
    approval_timeout_ms: 5,
    u2a_pending: 'replace-unpaid',
    spelling: 'wire',
  })
  await control('/settings', { wallet: null, approval_timeout_ms: 6 }, 'PATCH')
  expect((await control('/reset')).body.settings).toEqual(begun)
})
