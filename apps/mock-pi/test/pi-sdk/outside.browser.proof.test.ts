import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openApp } from './open-app.ts'

/** As an ordinary browser words it. */
const line = (origin: string) =>
  `Failed to execute 'postMessage' on 'DOMWindow': The target origin provided ('https://app-cdn.minepi.com') does not match the recipient window's origin ('${origin}').`

test('with ?outside init resolves, and no one gets its message', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), { query: '?outside' })
  const isInitialised = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    return Pi.initialized
  })
  expect(isInitialised).toBe(true)
  expect(app.logged.filter((each) => each.includes('postMessage'))).toEqual([line(app.origin)])
})

test('with ?outside no call of the host settles, and nothing is asked of the mock', async ({
  skip,
}) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    query: '?outside',
    // The page has no listener, so no autopilot responds either.
    attributes: 'data-autopilot="alice"',
  })
  const settled = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    PiMock.autopilot({ user: 'alice' })
    const calls = [
      Pi.authenticate(['username'], () => undefined),
      Pi.nativeFeaturesList(),
      Pi.requestPermission('camera'),
      Pi.openShareDialog('title', 'message'),
      Pi.openConversation('c-1'),
      Pi.copyText('text'),
      Pi.openUrlInSystemBrowser('http://localhost/'),
      Pi.getPiHostAppInfo(),
      Pi.Ads.isAdReady('interstitial'),
      Pi.Ads.requestAd('interstitial'),
      Pi.Ads.showAd('interstitial'),
      Pi.Wallet.getUserWalletAddresses(),
    ]
    const later = new Promise((resolve) => setTimeout(() => resolve('none'), 500))
    return Promise.race([...calls.map((call) => call.then(String, String)), later])
  })
  expect(settled).toBe('none')
  const lines = app.logged.filter((each) => each === line(app.origin))
  expect(lines).toHaveLength(13)
  expect(app.requested.filter((url) => /_wallet|\/v2\//.test(url))).toEqual([])
  expect(await app.dialogs()).toBe(0)
})

test('with ?outside what needs no host works as elsewhere', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), { query: '?outside' })
  const messages = await app.page.evaluate(async () => {
    const messageOf = (error: Error) => error.message
    const before = await Pi.authenticate(['username'], () => undefined).catch(messageOf)
    const version = await Pi.init({ version: '1.0' as never }).catch(messageOf)
    await Pi.init({ version: '3.0' })
    const scopes = await Pi.authenticate(['nonsense' as never], () => undefined).catch(messageOf)
    const contract = await Pi.SmartContract.pollTransaction().catch(messageOf)
    let payment = ''
    try {
      Pi.createPayment({ amount: 1, memo: 'm', metadata: { order: 1 } }, callbacks)
    } catch (error) {
      payment = messageOf(error as Error)
    }
    return [before, version, scopes, contract, payment]
  })
  expect(messages).toEqual([
    'Pi Network SDK was not initialized. Call init() before any other method.',
    'Unrecognized version number',
    "Invalid scopes found. Please check the scopes you're requesting again.",
    'The mock Pi does not simulate Pi.SmartContract.',
    'Cannot create a payment without "payments" scope',
  ])
})

test('with ?outside signIn leads to Pi Sign-in, whose token reads the user', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock, { query: '?outside' })
  await app.page.evaluate((clientId) => {
    Pi.signIn({ clientId, redirectUri: location.href, scopes: ['username'], state: 's-1' })
  }, mock.clientId)
  await app.button('Allow').click()
  await app.page.waitForURL((url) => url.hash !== '')
  const back = new URLSearchParams(new URL(app.page.url()).hash.slice(1))
  expect(back.get('state')).toBe('s-1')
  const me = await mock.call('GET', '/v2/me', {
    headers: { authorization: `Bearer ${back.get('access_token')}` },
  })
  expect(me.body).toMatchObject({ username: 'alice' })
})
