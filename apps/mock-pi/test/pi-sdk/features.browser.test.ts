import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openApp, openSignedIn } from './open-app.ts'

test('features respond in the shapes of Pi', async ({ skip }) => {
  const mock = await startMock()
  const app = await openSignedIn(await sharedBrowser(skip), mock)
  await app.page.evaluate(() => PiMock.autopilot({ user: 'alice' }))
  const results = await app.page.evaluate(async () => [
    await Pi.getPiHostAppInfo(),
    await Pi.nativeFeaturesList(),
    await Pi.requestPermission('camera'),
    await Pi.openShareDialog('title', 'message'),
    await Pi.openConversation('c-1'),
    await Pi.Ads.isAdReady('interstitial'),
    await Pi.Ads.requestAd('interstitial'),
    await Pi.Ads.showAd('interstitial'),
    await Pi.Ads.showAd('rewarded'),
    await Pi.Wallet.getUserWalletAddresses(),
  ])
  const { body } = await mock.call('GET', '/_mock/users')
  expect(results).toEqual([
    { hostApp: 'pi-browser' },
    ['inline_media', 'request_permission', 'ad_network'],
    true,
    undefined,
    undefined,
    { success: true, type: 'interstitial', ready: true },
    { success: true, type: 'interstitial', result: 'AD_LOADED' },
    { success: true, type: 'interstitial', result: 'AD_CLOSED' },
    { success: true, type: 'rewarded', result: 'AD_REWARDED' },
    { wallets: [{ publicKey: body.users[0].wallet_address }] },
  ])
})

test('in the dialogs a person chooses the result of an ad', async ({ skip }) => {
  const app = await openSignedIn(await sharedBrowser(skip), await startMock())
  const ad = (call: string, response: string) =>
    Promise.all([
      app.page.evaluate(`Pi.Ads.${call}('rewarded')`),
      app.button(response).click(),
    ]).then(([result]) => result)
  const type = 'rewarded'
  for (const result of [
    'AD_FAILED_TO_LOAD',
    'AD_NOT_AVAILABLE',
    'ADS_NOT_SUPPORTED',
    'AD_LOADED',
  ]) {
    expect(await ad('requestAd', result)).toEqual({ success: true, type, result })
  }
  const isReady = () => app.page.evaluate(() => Pi.Ads.isAdReady('rewarded'))
  expect(await isReady()).toEqual({ success: true, type, ready: true })
  for (const result of [
    'AD_REWARDED',
    'AD_CLOSED',
    'AD_DISPLAY_ERROR',
    'AD_NETWORK_ERROR',
    'AD_NOT_AVAILABLE',
    'ADS_NOT_SUPPORTED',
    'USER_UNAUTHENTICATED',
  ]) {
    expect(await ad('showAd', result)).toEqual({ success: true, type, result })
  }
  expect(await isReady()).toMatchObject({ ready: false })
})

test('permission is asked for, and Escape refuses', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  await app.page.evaluate(() => Pi.init({ version: '2.0' }))
  const ask = () => app.page.evaluate(() => Pi.requestPermission('camera'))
  const [refused] = await Promise.all([ask(), app.button('Refuse').click()])
  const [allowed] = await Promise.all([ask(), app.button('Allow').click()])
  const escaped = ask()
  await app.button('Allow').waitFor()
  await app.page.keyboard.press('Escape')
  expect([refused, allowed, await escaped]).toEqual([false, true, false])
})

test('wallet addresses are those of the user who signed in', async ({ skip }) => {
  const mock = await startMock()
  await mock.control('/users', { username: 'nowallet', wallet: false })
  const app = await openApp(await sharedBrowser(skip), mock)
  const addresses = () =>
    app.page.evaluate(() =>
      Pi.Wallet.getUserWalletAddresses().catch((error: Error) => error.message),
    )
  expect(await addresses()).toBe(
    'Pi Network SDK was not initialized. Call init() before any other method.',
  )
  await app.page.evaluate(() => Pi.init({ version: '3.0' }))
  expect(await addresses()).toContain('No user is signed in')
  const { users } = (await mock.call('GET', '/_mock/users')).body
  for (const { username, wallet_address: address } of users) {
    await app.page.evaluate(async (user) => {
      PiMock.autopilot({ user })
      await enter(['username', 'wallet_address'])
    }, username)
    const wallets = address == null ? [] : [{ publicKey: address }]
    expect([username, await addresses()]).toEqual([username, { wallets }])
  }
})

test('share and conversation are shown, text is copied, links open another page', async ({
  skip,
}) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  await app.page.evaluate(() => Pi.init({ version: '2.0' }))
  const shared = app.page.evaluate(() => Pi.openShareDialog('My <b>app</b>', 'Have a look'))
  expect(await app.page.getByRole('dialog', { name: 'My <b>app</b>' }).textContent()).toContain(
    'Have a look',
  )
  await app.button('Close').click()
  await shared
  const talk = app.page.evaluate(() => Pi.openConversation('c-1'))
  expect(await app.page.getByRole('dialog').textContent()).toContain('c-1')
  await app.page.keyboard.press('Escape')
  await talk

  await app.page.evaluate(() => Pi.copyText('alice'))
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe('alice')
  const [popup] = await Promise.all([
    app.page.waitForEvent('popup'),
    app.page.evaluate((url) => Pi.openUrlInSystemBrowser(url), app.origin),
  ])
  await popup.waitForURL(`${app.origin}/`)
  const refused = await app.page.evaluate(() =>
    Pi.openUrlInSystemBrowser('javascript:alert(1)').catch((error: Error) => error.message),
  )
  expect(refused).toBe('Failed to open URL')
})

test('smart contracts reject with one sentence, and the calls are reported', async ({ skip }) => {
  const mock = await startMock()
  const { page } = await openApp(await sharedBrowser(skip), mock)
  const messages = await page.evaluate(async () => {
    const { Subscription, pollTransaction } = Pi.SmartContract
    const calls = [...Object.values(Subscription), pollTransaction] as (() => Promise<never>)[]
    return Promise.all(calls.map((call) => call().catch((error: Error) => error.message)))
  })
  expect(messages).toHaveLength(11)
  expect([...new Set(messages)]).toEqual(['The mock Pi does not simulate Pi.SmartContract.'])
  const reports = async () => (await mock.call('GET', '/_mock/sdk-reports')).body.reports
  await expect.poll(async () => (await reports()).length).toBe(22)
  const all: { kind: string; name: string }[] = await reports()
  const called = all.filter(({ kind }) => kind === 'call').map(({ name }) => name)
  expect(called).toContain('SmartContract.Subscription.getSubscriptionReservation')
  expect(called).toContain('SmartContract.pollTransaction')
})

test('wrong arguments of features are refused and named', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  const names = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    const wrong = undefined as never
    const calls = [
      Pi.openShareDialog('title', wrong),
      Pi.openConversation(wrong),
      Pi.copyText(wrong),
      Pi.requestPermission('microphone' as never),
      Pi.Ads.showAd('banner' as never),
    ]
    return Promise.all(calls.map((call) => call.then(String, (error: Error) => error.name)))
  })
  expect(names).toEqual(Array.from({ length: 5 }, () => 'TypeError'))
  for (const argument of ['message', 'conversationId', 'text', 'permission', 'adType']) {
    await app.line(`: ${argument} must be`)
  }
  expect(await app.dialogs()).toBe(0)
})

test('signIn leads to the mock with the parameters of Pi Sign-in, at once and before init', async ({
  skip,
}) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock)
  const target = app.page.waitForRequest((request) => request.url().includes('/oauth/authorize'))
  const returned = await app.page.evaluate(() => {
    Pi.signIn({ clientId: '', redirectUri: 'http://localhost/back' })
    return String(
      Pi.signIn({
        clientId: 'client-1',
        redirectUri: 'http://localhost/back?a=1',
        scopes: ['username', 'wallet_address'],
        state: 's 1',
      }),
    )
  })
  expect(returned).toBe('undefined')
  expect(await app.line('options.clientId')).toContain('must be a text with at least one character')
  const url = new URL((await target).url())
  expect(`${url.origin}${url.pathname}`).toBe(`${mock.url}/oauth/authorize`)
  expect(url.search).toContain('scope=username%20wallet_address')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'token',
    client_id: 'client-1',
    redirect_uri: 'http://localhost/back?a=1',
    scope: 'username wallet_address',
    state: 's 1',
  })
})

test('with ?outside it is as in an ordinary browser at Pi', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock, { query: '?outside' })
  const settled = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    const first = Pi.authenticate(['username'], () => undefined)
    const later = new Promise((resolve) => setTimeout(() => resolve('still open'), 300))
    return Promise.race([first, later])
  })
  expect(settled).toBe('still open')
  expect(await app.line('postMessage')).toBe(
    `Failed to execute 'postMessage' on 'DOMWindow': The target origin provided ('https://app-cdn.minepi.com') does not match the recipient window's origin ('${app.origin}').`,
  )
  expect(app.requested.filter((url) => url.includes('/_wallet'))).toEqual([])
  const target = app.page.waitForRequest((request) => request.url().includes('/oauth/authorize'))
  await app.page.evaluate(() => Pi.signIn({ clientId: 'c', redirectUri: 'http://localhost/' }))
  await target
})
