import { expect, test } from 'vitest'
import { startMock } from '../../test/start-mock.ts'

const payment = { amount: 1, memo: 'm', metadata: { a: 1 } }

async function startWithUser() {
  const mock = await startMock()
  const token = await mock.signIn()
  const { uid } = await mock.pi.me(token)
  return {
    ...mock,
    asServer: (change: object) =>
      mock.asApp('POST', '/payments', { payment: { ...payment, uid, ...change } }),
    asUser: (change: object) =>
      mock.call('POST', '/v2/payments/user_to_app', {
        headers: { authorization: `Bearer ${token}` },
        json: { ...payment, ...change },
      }),
  }
}

test.each(['tokenCanonical', 'token_canonical'])(
  'a payment that asks for a token in %s is refused, and none begins',
  async (name) => {
    const { asServer, asUser, call } = await startWithUser()
    for (const ask of [asServer, asUser]) {
      const refused = await ask({ [name]: 'YER' })
      expect(refused).toMatchObject({ status: 403, body: { error: 'feature_not_available' } })
      expect(refused.headers.get('x-mock-rule')).toBe('payment/token')
      expect(refused.body.error_message).toBe(
        `The payment requests the token "YER" in ${name}, but this mock has no tokens. For a payment in Pi, leave ${name} out.`,
      )
    }
    // The documented payment of the first app.
    expect((await call('GET', '/_mock')).body.payments).toBe(1)
  },
)

test.each([null, ''])('a token of %j is none', async (tokenCanonical) => {
  const { asServer } = await startWithUser()
  expect((await asServer({ tokenCanonical })).status).toBe(200)
})

test('other unknown members are ignored, as at Pi', async () => {
  const { asUser } = await startWithUser()
  expect((await asUser({ token: 'YER', note: 1 })).status).toBe(200)
})

test('the mock shows that a payment is one of Pi', async () => {
  const { asServer } = await startWithUser()
  expect((await asServer({})).body.token_canonical).toBeNull()
})
