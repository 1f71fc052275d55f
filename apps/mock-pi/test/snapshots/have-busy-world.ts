import type { Payment } from '@aloha-pi/contracts/wire'
import { createMockControl } from '../../src/control-client/index.ts'
import type { MockPiOptions } from '../../src/server/start-mock-pi.ts'
import { signFromApp } from '../pay-from-app.ts'
import { startMock } from '../start-mock.ts'

/** The same calls to a new mock: its world then has something of everything that a snapshot holds. */
export async function haveBusyWorld(options: MockPiOptions = {}) {
  const mock = await startMock({ clock: '2026-01-01T00:00:00Z', ...options })
  const control = createMockControl({ url: mock.url })
  await control.settings({ submit_timeout_ms: 1, wallet: { user: 'carol' } })
  await control.createUser({ username: 'carol', roles: ['tester'], preferred_language: 'de' })
  await control.createUser({ username: 'dora', wallet: false })
  const shop = await control.createApp({ name: 'shop', origins: ['https://shop.example'] })
  const token = await mock.signIn('carol')
  await control.signIn({ username: 'bob', app_id: shop.app_id })
  await control.revoke('bob', { app_id: shop.app_id })

  const open = await mock.havePayment('approved')
  const metadata = { z: 1, a: { 2: 'two', 1: ['one', null] }, mock_fault: 'get:html-500 x2' }
  const done = await mock.havePayment('completed', { username: 'carol', metadata })
  await mock.havePayment('created', { username: 'bob' })
  const ad = await control.createAd({ mediator_ack_status: 'granted' })
  await control.addFault({ effect: { type: 'latency', ms: 0 }, when: { chance: 0.5 } })

  await mock.signIn('alice', { scopes: ['in_app_notifications'] })
  const alice = mock.world.users.find('alice')!
  const uid = alice.grants.get(mock.appId)!.uid
  const prize = { uid, amount: 2, memo: 'A prize', metadata: { prize: 1 } }
  const { body: payout } = await mock.asApp('POST', '/payments', { payment: prize })
  const notification = { title: 'Hi', body: 'A prize', user_uid: uid, subroute: '/prizes' }
  await mock.asApp('POST', '/in_app_notifications/notify', { notifications: [notification] })
  await mock.call('POST', `/_wallet/reports`, {
    json: { app_id: mock.appId, kind: 'call', name: 'createPayment' },
  })

  const { address } = alice.wallet!
  await control.issueAsset({ address, code: 'TEST', amount: 25 })
  await control.advanceClock({ ms: 5_000 })
  // It waits for a ledger.
  const { hash, xdr } = await signFromApp(mock.world, payout as Payment)
  const submit = () =>
    mock.call('POST', '/transactions', { body: new URLSearchParams({ tx: xdr }) })
  await submit()
  return { mock, control, shop, token, open, done, ad, payout: payout as Payment, hash, submit }
}
