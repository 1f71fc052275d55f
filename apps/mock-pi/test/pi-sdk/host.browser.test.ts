import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openInHost, PLAIN_CLIENT } from './in-host.ts'
import { openApp } from './open-app.ts'

test('the SDK in the frame signs in and pays, with the dialogs of the page around it', async ({
  skip,
}) => {
  const mock = await startMock()
  const app = await openInHost(await sharedBrowser(skip), mock)
  await app.inApp(`void Pi.init({ version: '2.0' }); void enter()`)
  const consent = app.page.getByRole('dialog', { name: 'Allow demo-app?' })
  expect(await consent.textContent()).toContain(new URL(app.origin).host)
  await app.button('Allow').click()
  expect(await app.events(1)).toEqual([['entered', 'alice']])

  await app.inApp(
    `Pi.createPayment({ amount: 3.14, memo: 'Espresso', metadata: { order: 1 } }, callbacks)`,
  )
  const [, [name, id]] = (await app.events(2)) as [unknown, [string, string]]
  expect(name).toBe('approval')
  await mock.asApp('POST', `/payments/${id}/approve`)
  await app.button('Sign and pay').click()
  const [, , [completion, paid, txid]] = (await app.events(3)) as [unknown, unknown, string[]]
  expect([completion, paid]).toEqual(['completion', id])
  const completed = await mock.asApp('POST', `/payments/${id}/complete`, { txid })
  expect(completed.status).toBe(200)
  expect(await app.page.frameLocator('iframe').locator('dialog[open]').count()).toBe(0)
  expect(app.logged.filter((line) => line.includes('Content Security Policy'))).toEqual([])
})

test('a client that knows only the protocol signs in, pays and cancels', async ({ skip }) => {
  const mock = await startMock()
  const load = PLAIN_CLIENT.replace('MOCK', mock.url)
  const app = await openInHost(await sharedBrowser(skip), mock, { load })
  const ask = (type: string, payload?: object) =>
    app.inApp<Record<string, string>>(`askHost('${type}', ${JSON.stringify(payload)})`)

  const [consent] = await Promise.all([
    ask('@pi:app:sdk:open_consent_modal', { scopes: ['username', 'payments'] }),
    app.button('Allow').click(),
  ])
  expect(consent).toEqual({ success: true })
  const { accessToken, ...urls } = await ask('@pi:app:sdk:communication_information_request')
  expect(urls).toEqual({ backendURL: mock.url, frontendURL: app.origin })
  expect(await ask('@pi:app:payments:prepare_payment_flow')).toEqual({ pending: false })

  const authorization = `Bearer ${accessToken}`
  const begin = async () => {
    const { body } = await mock.call('POST', '/v2/payments/user_to_app', {
      headers: { authorization },
      json: { amount: 1, memo: 'Tea', metadata: { order: 1 } },
    })
    const paymentId: string = body.identifier
    expect(await ask('@pi:app:payments:start_payment_flow', { paymentId })).toEqual({
      success: true,
    })
    return paymentId
  }
  const paymentId = await begin()
  const retrial = () =>
    ask('@pi:app:sdk:decide_callback_retrial', { targetStatus: 'developerApproved' })
  expect(await retrial()).toEqual({ retry: true })
  await mock.asApp('POST', `/payments/${paymentId}/approve`)
  expect(await retrial()).toEqual({ retry: false })
  const paid = ask('@pi:app:payments:wait_for_transaction')
  await app.button('Sign and pay').click()
  const outcome = await paid
  expect(outcome).toEqual({
    cancelled: false,
    paymentId,
    txid: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  await mock.asApp('POST', `/payments/${paymentId}/complete`, { txid: outcome['txid'] })
  await expect.poll(app.dialogs).toBe(0)

  const second = await begin()
  const cancelled = ask('@pi:app:payments:wait_for_transaction')
  await app.button('Cancel').click()
  expect(await cancelled).toEqual({ cancelled: true, paymentId: second })
  expect(await app.inApp('[...new Set(heard)]')).toEqual([mock.url])
  expect(await app.page.locator('#messages').textContent()).not.toContain(accessToken)
})

test('only the frame is heard, and only its origin: not a frame inside it, not another window', async ({
  skip,
}) => {
  const mock = await startMock({ settings: { wallet: { user: 'alice' } } })
  const browser = await sharedBrowser(skip)
  const message = `JSON.stringify({ id: 0, type: '@pi:app:sdk:open_consent_modal', payload: { scopes: ['username'] } })`
  const evil = await openApp(browser, mock, {
    load: `<script>addEventListener('message', () => { document.title = 'heard' })
      top.postMessage(${message}, '*')</script>`,
  })
  const app = await openInHost(browser, mock, {
    load: PLAIN_CLIENT.replace('MOCK', mock.url),
    body: `<iframe src="${evil.origin}"></iframe>`,
  })
  // As another window would: the host page hears itself, and a message that is none of the protocol.
  await app.page.evaluate(`window.postMessage(${message}, '*')`)
  await app.inApp(`parent.postMessage({ id: 1 }, '*'); parent.postMessage('no JSON', '*')`)
  // The response comes after all of those.
  await app.inApp(`askHost('@pi:app:sdk:check_native_features')`)
  const lines = await app.page.locator('#messages li').allTextContents()
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('check_native_features')

  await app.frame().evaluate((url) => location.assign(url), evil.origin)
  expect(await app.line('frame-src')).toContain(evil.origin)
})
