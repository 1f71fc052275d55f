import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'

type Mock = Awaited<ReturnType<typeof startMock>>

const lastOf = (mock: Mock) => mock.world.journal.size()
const replay = (mock: Mock, id: number, json = {}) => mock.control(`/journal/${id}/replay`, json)

test('a request is sent again with the same path and body, and the key of its app', async () => {
  const mock = await startMock()
  const { id } = await mock.havePayment('approved')
  await mock.asApp('POST', `/payments/${id}/cancel`, { reason: 'none' })

  const { status, body } = await replay(mock, lastOf(mock))

  expect(status).toBe(200)
  expect(body).toMatchObject({
    id: 3,
    replay_of: 2,
    operation: 'payments.cancel',
    app_id: mock.appId,
    request: { credential: 'key', body: { reason: 'none' } },
    response: { status: 400, body: { error: 'cancelled_payment' } },
  })
})

test('an access token is issued again for its user, with the scopes of the old one', async () => {
  const mock = await startMock()
  const token = await mock.signIn('alice', { scopes: ['username'] })
  await mock.call('GET', '/v2/me', { headers: { authorization: `Bearer ${token}` } })
  const { body } = await replay(mock, 1)
  expect(body.response).toMatchObject({ status: 200, body: { username: 'alice' } })
  expect(body.response.body.credentials.scopes).toEqual(['username', 'platform'])

  await mock.control('/users/alice/revoke')
  const { body: revoked } = await replay(mock, 1)
  expect(revoked.error_message).toBe(
    'Entry 1 cannot be sent again: its user has revoked the access of the app',
  )
})

test('a request without a credential is sent again as it was', async () => {
  const mock = await startMock()
  await mock.call('GET', '/ledgers?limit=1')
  const { body } = await replay(mock, 1)
  expect(body).toMatchObject({ path: '/ledgers', query: 'limit=1', response: { status: 200 } })
})

test('a request with a wrong key needs the name of an app', async () => {
  const mock = await startMock()
  const path = '/v2/payments/incomplete_server_payments'
  await mock.call('GET', path, { headers: { authorization: 'Key wrong' } })
  const refused = await replay(mock, 1)
  const unknown = await replay(mock, 1, { app_id: 'no-app' })
  const sent = await replay(mock, 1, { app_id: mock.appId })
  expect([refused, unknown, sent].map(({ status }) => status)).toEqual([409, 404, 200])
  expect(refused.body.error_message).toContain('its key belonged to no app: name one with app_id')
  expect(sent.body.response.status).toBe(200)
})

test('what cannot be sent again is refused with the reason', async () => {
  const mock = await startMock()
  await mock.asApp('POST', '/payments', { payment: { memo: 'no '.repeat(40_000) } })
  const cut = await replay(mock, 1)
  const unknown = await replay(mock, 99)
  expect(cut.body.error_message).toContain('its body is too large')
  expect([unknown.status, unknown.body.error]).toEqual([404, 'entry_not_found'])
  expect((await replay(mock, 1.5)).status).toBe(400)
})
