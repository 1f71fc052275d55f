import { sharedBrowser } from '@aloha-pi/test-browser'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openInHost, PLAIN_CLIENT } from './in-host.ts'

const PAYMENT = `Pi.createPayment({ amount: 3.14, memo: 'Espresso', metadata: { order: 1 } }, callbacks)`

test('the host page remembers who signed in, until the user is switched', async ({ skip }) => {
  const app = await openInHost(await sharedBrowser(skip), await startMock())
  await app.inApp(`void Pi.init({ version: '2.0' }); void enter()`)
  await app.page.getByRole('radio', { name: 'bob' }).check()
  await app.button('Allow').click()
  await app.inApp(`enter()`)
  const bob = ['entered', 'bob']
  expect(await app.events(2)).toEqual([bob, bob])
  await app.button('Switch user').click()
  await app.inApp(`void enter()`)
  await app.page.getByRole('radio', { name: 'alice' }).check()
  await app.button('Allow').click()
  expect(await app.events(3)).toEqual([bob, bob, ['entered', 'alice']])
})

test('the host page may have another name of this machine than the script', async ({ skip }) => {
  const mock = await startMock()
  const app = await openInHost(await sharedBrowser(skip), mock, {
    host: mock.url.replace('127.0.0.1', 'localhost'),
  })
  await app.inApp(`void Pi.init({ version: '2.0' }); void enter()`)
  await app.button('Allow').click()
  expect(await app.events(1)).toEqual([['entered', 'alice']])
})

test('the SDK in the frame learns of a cancellation, a refusal and a pending payment', async ({
  skip,
}) => {
  const mock = await startMock({ settings: { u2a_pending: 'lock' } })
  const app = await openInHost(await sharedBrowser(skip), mock)
  await app.inApp(`void Pi.init({ version: '2.0' }); void enter()`)
  await app.button('Refuse').click()
  expect(await app.events(1)).toEqual([['refused', 'User consent cancelled.']])
  await app.inApp(`void enter()`)
  await app.button('Allow').click()
  await app.events(2)
  await app.inApp(PAYMENT)
  const [, , [, id]] = (await app.events(3)) as [unknown, unknown, [string, string]]
  await app.inApp(PAYMENT)
  const pending = (await app.events(5)).slice(3)
  expect(pending).toMatchObject([
    ['error', 'A pending payment needs to be handled.', { identifier: id }],
    ['incomplete', { identifier: id }],
  ])
  await app.button('Close').click()
  await app.button('Cancel').click()
  expect((await app.events(6))[5]).toEqual(['cancel', id])
})

test('features of the SDK in the frame: by messages, and ads as without a frame', async ({
  skip,
}) => {
  const mock = await startMock({ settings: { wallet: { user: 'alice' } } })
  const app = await openInHost(await sharedBrowser(skip), mock, {
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  const results = await app.inApp(`(async () => {
    await Pi.init({ version: '2.0' })
    await enter(['username', 'wallet_address'])
    return [
      await Pi.getPiHostAppInfo(), await Pi.nativeFeaturesList(), await Pi.requestPermission('camera'),
      await Pi.openShareDialog('t', 'm'), await Pi.openConversation('c'), await Pi.copyText('alice'),
      await Pi.openUrlInSystemBrowser('javascript:1').catch((error) => error.message),
      await Pi.Ads.showAd('rewarded'), (await Pi.Wallet.getUserWalletAddresses()).wallets.length,
    ]
  })()`)
  const features = ['inline_media', 'request_permission', 'ad_network']
  const shown = { success: true, type: 'rewarded', result: 'AD_REWARDED' }
  expect(results).toEqual([
    { hostApp: 'pi-browser' },
    features,
    true,
    undefined,
    undefined,
    undefined,
    'Failed to open URL',
    shown,
    1,
  ])
  expect(await app.page.evaluate(() => navigator.clipboard.readText())).toBe('alice')
})

test('Pi Sign-in is shown in no frame, which the console says', async ({ skip }) => {
  const mock = await startMock()
  const app = await openInHost(await sharedBrowser(skip), mock)
  await app.inApp(`Pi.signIn({ clientId: '${mock.clientId}', redirectUri: location.href })`)
  expect(await app.line('Pi.signIn: the page')).toContain('in no frame')
  expect(await app.line('frame-src')).toContain('/oauth/authorize')
})

test('PiMock does nothing in the frame, and says what does', async ({ skip }) => {
  const app = await openInHost(await sharedBrowser(skip), await startMock())
  await app.inApp(`PiMock.autopilot({ user: 'alice' })`)
  expect(await app.line('PATCH /_mock/settings')).toContain('/host')
  await app.inApp(`PiMock.signOut()`)
  expect(await app.line('Switch user')).toContain('/host')
})

test.for([
  { width: 360, colorScheme: 'light' as const },
  { width: 360, colorScheme: 'dark' as const },
  { width: 1280, colorScheme: 'light' as const },
  { width: 1280, colorScheme: 'dark' as const },
])(
  'axe finds nothing at $width px in $colorScheme, and everything fits',
  async ({ width, colorScheme }, { skip }) => {
    const mock = await startMock()
    const app = await openInHost(await sharedBrowser(skip), mock, {
      load: `<html lang="en">${PLAIN_CLIENT.replace('MOCK', mock.url)}`,
      context: { viewport: { width, height: 740 }, colorScheme, bypassCSP: true },
    })
    const { page } = app
    const look = async () => {
      await page.evaluate(axe.source)
      return page.evaluate(async () => {
        const { axe: inPage } = window as unknown as { axe: typeof axe }
        const { violations } = await inPage.run({ exclude: ['iframe'] } as never, {
          iframes: false,
        })
        return {
          broken: violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`,
          ),
          overflow: document.documentElement.scrollWidth - window.innerWidth,
        }
      })
    }
    await app.inApp(`askHost('@pi:app:sdk:check_native_features')`)
    expect(await look()).toEqual({ broken: [], overflow: 0 })
    await page.getByRole('link', { name: 'Size: full' }).click()
    await page.getByRole('link', { name: 'Size: phone' }).waitFor()
    expect(await look()).toEqual({ broken: [], overflow: 0 })
    await page.goto(`${mock.url}/host?app=javascript:alert(1)`)
    expect(await look()).toEqual({ broken: [], overflow: 0 })
  },
)
