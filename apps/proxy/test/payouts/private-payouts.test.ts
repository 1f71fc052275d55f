import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { afterAll, expect, test } from 'vitest'
import { startFakePi } from '../fake-pi.ts'
import { html500 } from '../fake-pi-faults.ts'
import { TXID } from '../pi-payment.ts'
import { PI_KEY, createCaller } from '../start-test-proxy.ts'
import { startProxy } from '../../src/server/start-proxy.ts'
import { payoutBody, startPayoutWorld } from './start-payout-world.ts'

const world = await startPayoutWorld({
  env: { PUBLIC_DETAILS: 'false' },
  keys: [{ scopes: [...alohaScopes] }, { scopes: [...alohaScopes] }],
})
afterAll(() => world.close())
const [alice, bob] = world.proxy.keys.map(({ secret }) => secret)

const made = await world.call('POST a2u/create', {
  body: payoutBody(await world.newUser()),
  key: alice!,
})
const piId: string = made.body.piResData.identifier
const payoutId: string = made.body.sbResData.row.payout_id
const askedAs =
  (key: string, call = world.call) =>
  async (route: string, id: string) => {
    const init = { key, headers: { 'x-request-id': 'same' } }
    const { status, body } = await call(route.replace('ID', id), init)
    return { status, body: JSON.stringify(body).replaceAll(id, 'ID') }
  }

test.each([
  'GET u2a/details/ID',
  'POST u2a/approve/ID',
  `POST u2a/complete/ID/${TXID}`,
  'POST u2a/abort/ID',
  'GET a2u/details/ID',
  'POST a2u/cancel/ID',
])("P7: %s of another client's payout gets the response for an unknown one", async (route) => {
  const ask = askedAs(bob!)
  const unknown = await ask(route, 'Unknown')
  expect(unknown).toMatchObject({ status: 404, body: expect.stringContaining('payment_not_found') })
  expect(await ask(route, piId)).toEqual(unknown)
  expect(await ask(route, payoutId)).toEqual(unknown)
})

test.each(['GET u2a/details/ID', 'POST u2a/approve/ID'])(
  'P7: on %s the owner of a payout gets the direction',
  async (route) => {
    expect(await askedAs(alice!)(route, piId)).toMatchObject({
      status: 404,
      body: expect.stringContaining('wrong_direction'),
    })
  },
)

test('P7: with Pi broken the payout of another client and an unknown one get the same response', async () => {
  const pi = await startFakePi()
  await world.proxy.stop()
  const settings = { ...world.proxy.settings, PI_API_URL: pi.url, PI_API_KEY: PI_KEY }
  const again = await startProxy(settings, { log: () => undefined })
  pi.fail('read', html500)
  const ask = askedAs(bob!, createCaller(again.url))

  for (const route of ['GET u2a/details/ID', 'GET a2u/details/ID', 'POST a2u/cancel/ID']) {
    const unknown = await ask(route, 'Unknown')
    expect(unknown.status).toBe(502)
    expect(await ask(route, piId)).toEqual(unknown)
    expect(await ask(route, payoutId)).toEqual(unknown)
  }
  await again.close()
  await pi.close()
})
