import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openApp, openSignedIn, type App } from './open-app.ts'

const REQUEST_RESULTS = [
  'AD_FAILED_TO_LOAD',
  'AD_NOT_AVAILABLE',
  'AD_NETWORK_ERROR',
  'ADS_NOT_SUPPORTED',
  'AD_LOADED',
]
const INTERSTITIAL_RESULTS = [
  'AD_CLOSED',
  'AD_DISPLAY_ERROR',
  'AD_NETWORK_ERROR',
  'AD_NOT_AVAILABLE',
  'ADS_NOT_SUPPORTED',
]
const REWARDED_RESULTS = ['AD_REWARDED', ...INTERSTITIAL_RESULTS, 'USER_UNAUTHENTICATED']

/** Calls a method of `Pi.Ads`, and presses a button or a key in the dialog that opens. */
async function ad({ page, button }: App, call: string, response: string) {
  const result = page.evaluate(`Pi.Ads.${call}`)
  if (response === 'Escape') {
    await button('AD_NOT_AVAILABLE').waitFor()
    await page.keyboard.press('Escape')
  } else await button(response).click()
  return result
}

test.for(['interstitial', 'rewarded'])(
  'in the dialogs a person chooses what comes of loading an ad: %s',
  async (type, { skip }) => {
    const app = await openSignedIn(await sharedBrowser(skip), await startMock())
    const isReady = () => app.page.evaluate(`Pi.Ads.isAdReady('${type}')`)
    for (const result of REQUEST_RESULTS) {
      expect(await isReady()).toEqual({ success: true, type, ready: false })
      const responded = await ad(app, `requestAd('${type}')`, result)
      expect(responded).toEqual({ success: true, type, result })
    }
    expect(await isReady()).toEqual({ success: true, type, ready: true })
    const other = type === 'rewarded' ? 'interstitial' : 'rewarded'
    expect(await app.page.evaluate(`Pi.Ads.isAdReady('${other}')`)).toMatchObject({ ready: false })
    await ad(app, `showAd('${type}')`, 'AD_CLOSED')
    expect(await isReady()).toMatchObject({ ready: false })
    const escaped = await ad(app, `requestAd('${type}')`, 'Escape')
    expect(escaped).toMatchObject({ result: 'AD_FAILED_TO_LOAD' })
  },
)

test.for([
  ['interstitial', INTERSTITIAL_RESULTS],
  ['rewarded', REWARDED_RESULTS],
] as const)(
  'in the dialogs a person chooses what comes of showing an ad: %s',
  async ([type, results], { skip }) => {
    const app = await openSignedIn(await sharedBrowser(skip), await startMock())
    for (const result of results) {
      const shown = await ad(app, `showAd('${type}')`, result)
      expect(shown).toEqual({ success: true, type, result })
    }
    expect(await ad(app, `showAd('${type}')`, 'Escape')).toMatchObject({ result: 'AD_CLOSED' })
    const open = app.page.evaluate(`Pi.Ads.showAd('${type}')`)
    await app.button('AD_CLOSED').waitFor()
    const buttons = await app.page.locator('dialog[open] .choices button').allTextContents()
    expect(buttons).toEqual([...results])
    await app.button('AD_CLOSED').click()
    await open
  },
)

test('a rewarded ad needs a user, and no dialog opens without one', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  const result = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    return Pi.Ads.showAd('rewarded')
  })
  expect(result).toEqual({ success: true, type: 'rewarded', result: 'USER_UNAUTHENTICATED' })
  expect(await app.dialogs()).toBe(0)
})
