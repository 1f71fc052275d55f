import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openInHost, PLAIN_CLIENT } from './in-host.ts'
import { openApp } from './open-app.ts'

test('a payment of another app is not begun, and what goes wrong gets a response', async ({
  skip,
}) => {
  const mock = await startMock()
  const { body: shop } = await mock.control('/apps', { name: 'shop' })
  await mock.signIn('alice', { app_id: shop.app_id, scopes: ['payments'] })
  const { id } = await mock.havePayment('created', { app_id: shop.app_id })
  const load = PLAIN_CLIENT.replace('MOCK', mock.url)
  const app = await openInHost(await sharedBrowser(skip), mock, { load })
  const ask = (type: string, payload?: object) =>
    app.inApp(`askHost('${type}', ${JSON.stringify(payload)})`)
  expect(await ask('@pi:app:payments:start_payment_flow', { paymentId: id })).toEqual({
    success: false,
  })
  expect(await ask('@pi:app:payments:start_payment_flow', { paymentId: 'none' })).toEqual({
    error: expect.stringContaining('none'),
  })
  expect(await ask('@pi:app:payments:wait_for_transaction')).toEqual({
    error: expect.stringContaining('No payment was begun'),
  })
  expect(await ask('@pi:app:sdk:communication_information_request')).toEqual({
    error: expect.stringContaining('No user is signed in'),
  })
})

test('a page that takes the place of the app in the frame is not heard, and gets no response', async ({
  skip,
}) => {
  const mock = await startMock()
  const browser = await sharedBrowser(skip)
  const client = PLAIN_CLIENT.replace('MOCK', mock.url)
  const other = await openApp(browser, mock, { load: client })
  // The policy alone would keep the other page out.
  const app = await openInHost(browser, mock, { load: client, context: { bypassCSP: true } })
  await app.inApp(`void askHost('@pi:app:sdk:open_consent_modal', { scopes: ['username'] })`)
  await app.button('Allow').waitFor()
  await app.frame().goto(other.origin)
  const frame = app.page.frame({ name: 'mock-pi-host' })!
  await frame.evaluate(`void askHost('@pi:app:sdk:check_native_features')`)
  await app.button('Allow').click()
  await app.page.locator('#messages').getByText('success').waitFor()
  expect(await frame.evaluate('heard')).toEqual([])
  expect(await app.page.locator('#messages').textContent()).not.toContain('check_native_features')
})

test('an unknown message is listed and gets no response', async ({ skip }) => {
  const mock = await startMock()
  const load = PLAIN_CLIENT.replace('MOCK', mock.url)
  const app = await openInHost(await sharedBrowser(skip), mock, { load })
  await app.inApp(
    `void askHost('@pi:app:unheard:of'); askHost('@pi:app:sdk:check_native_features')`,
  )
  const lines = await app.page.locator('#messages li').allTextContents()
  expect(lines.some((line) => line.includes('no response: unknown'))).toBe(true)
  expect(await app.inApp('heard.length')).toBe(1)
})
