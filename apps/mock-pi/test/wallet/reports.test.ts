import { expect, test } from 'vitest'
import { startWallet } from './start-wallet.ts'

const T0 = '2026-01-01T00:00:00.000Z'

test('calls and callbacks join the timeline of their payment, in the order of events', async () => {
  const { report, control, call, wallet, havePayment, asApp } = await startWallet()
  await control('/clock/freeze')
  const { id } = await havePayment()
  const of = { payment_id: id }
  expect(await report('createPayment', { ...of, kind: 'call' })).toMatchObject({
    status: 201,
    body: {},
  })
  await report('onReadyForServerApproval', of)
  await asApp('POST', `/payments/${id}/approve`)
  await control('/clock/advance', { ms: 1500 })
  await report('onError', { ...of, kind: 'error', detail: 'The connection is lost' })
  await wallet(`/payments/${id}/cancel`, {})
  await report('onCancel', of)

  const later = '2026-01-01T00:00:01.500Z'
  const timeline = [
    { at: T0, event: 'created' },
    { at: T0, event: 'sdk call createPayment' },
    { at: T0, event: 'sdk callback onReadyForServerApproval' },
    { at: T0, event: 'approved' },
    { at: later, event: 'sdk error onError: The connection is lost' },
    { at: later, event: 'cancelled_by_user' },
    { at: later, event: 'sdk callback onCancel' },
  ]
  expect((await wallet(`/payments/${id}`)).body).toMatchObject({ timeline, version: 7 })
  const { payments } = (await call('GET', '/_mock/payments?limit=1')).body
  expect(payments[0].timeline).toEqual(timeline)
})

test('a report that comes after the time to approve follows the expiry, which stays explained', async () => {
  const { report, control, havePayment, eventsOf, asApp } = await startWallet()
  const { id } = await havePayment()
  await control('/clock/advance', { ms: 61_000 })
  await report('onError', { payment_id: id })
  expect(await eventsOf(id)).toEqual(['created', 'expired', 'sdk callback onError'])
  const refused = await asApp('POST', `/payments/${id}/approve`)
  expect(refused.body.error_message).toContain('it was not approved within 60 seconds')
})

test('the control API lists what pages reported, newest first, also without a payment', async () => {
  const { report, call, control, havePayment, appId } = await startWallet()
  const { body: shop } = await control('/apps', { name: 'shop' })
  const { id } = await havePayment()
  await report('init', { kind: 'call' })
  await report('init', { kind: 'call', app_id: shop.app_id })
  await report('createPayment', { kind: 'call', payment_id: id, detail: 'x' })
  expect((await call('GET', '/_mock/sdk-reports')).body.reports).toEqual([
    { at: T0, app_id: appId, payment_id: id, kind: 'call', name: 'createPayment', detail: 'x' },
    { at: T0, app_id: shop.app_id, payment_id: null, kind: 'call', name: 'init', detail: null },
    { at: T0, app_id: appId, payment_id: null, kind: 'call', name: 'init', detail: null },
  ])
  const ofOther = await report('x', { payment_id: id, app_id: shop.app_id })
  expect(ofOther).toMatchObject({ status: 404, body: { error: 'payment_not_found' } })
  await control('/reset')
  expect((await call('GET', '/_mock/sdk-reports')).body.reports).toEqual([])
})

test('a report of a payment is one of its app, though another app is the first', async () => {
  const { report, call, control } = await startWallet()
  const { body: shop } = await control('/apps', { name: 'shop' })
  await control('/sign-in', { username: 'bob', app_id: shop.app_id })
  const begun = await control('/payments', { username: 'bob', app_id: shop.app_id, amount: 1 })
  await report('createPayment', { payment_id: begun.body.payment.identifier })
  const [reported] = (await call('GET', '/_mock/sdk-reports')).body.reports
  expect(reported.app_id).toBe(shop.app_id)
})

test('M4: secrets in a report are masked wherever it is shown', async () => {
  const { report, call, wallet, havePayment, signIn, mockSecrets } = await startWithSecrets()
  const token = await signIn()
  const { id } = await havePayment()
  const secrets = [...mockSecrets, token]
  for (const secret of secrets) {
    await report('authenticate', { payment_id: id, detail: `got ${secret}!` })
    await report('init', { detail: `{"accessToken":"${secret}"}` })
    await report(secret.slice(0, 64).replaceAll('-', '_'), { payment_id: id })
  }
  const shown = [
    await call('GET', '/_mock/sdk-reports'),
    await call('GET', '/_mock/payments'),
    await wallet(`/payments/${id}`),
  ]
  for (const { text } of shown) {
    for (const secret of secrets) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(secret.replaceAll('-', '_'))
    }
  }
  expect(shown[1]?.text).toContain('sdk callback authenticate: got … (a token)!')
})

test('M6: a payment takes 200 reports, and says so', async () => {
  const { report, havePayment, world, wallet, call } = await startWallet({
    limits: { sdkReports: 3 },
  })
  const { id } = await havePayment()
  for (let each = 0; each < 199; each++) {
    const payment = world.payments.find(id)
    if (payment?.direction !== 'user_to_app') throw new Error('There is no payment')
    const event = `sdk call x${each}` as const
    world.payments.save({ ...payment, reports: [...payment.reports, { at: 0, event, after: 1 }] })
  }
  for (const name of ['a', 'b', 'c', 'd']) await report(name)
  expect((await report('last', { payment_id: id })).status).toBe(201)
  expect(await report('more', { payment_id: id })).toMatchObject({
    status: 409,
    body: {
      error: 'limit_reached',
      error_message: 'The mock keeps at most 200 reports of a payment: reset it to start again',
    },
  })
  expect((await wallet(`/payments/${id}`)).body.version).toBe(201)
  const { reports } = (await call('GET', '/_mock/sdk-reports')).body
  expect(reports.map(({ name }: { name: string }) => name)).toEqual(['last', 'd', 'c'])
})

test('M6: reports of open payments are refused when the mock is full of text', async () => {
  const { report, havePayment } = await startWallet({ limits: { paymentText: 2000 } })
  const { id } = await havePayment()
  const detail = 'a b '.repeat(250)
  const statuses = []
  for (let each = 0; each < 3; each++) {
    statuses.push((await report('x', { payment_id: id, detail })).status)
  }
  expect(statuses).toEqual([201, 201, 409])
  const refused = await report('x', { payment_id: id })
  expect(refused.body.error_message).toContain('at most 2000 characters of payments')
})

async function startWithSecrets() {
  const mock = await startWallet()
  return { ...mock, mockSecrets: [mock.apiKey, mock.world.apps.first().wallet.seed] }
}
