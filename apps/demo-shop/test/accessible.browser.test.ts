// The types of pages need the browser's.
/// <reference lib="dom" />
import { afterAll, expect, test } from 'vitest'
import { lookWithAxe, nothingFound, type Look } from './look-with-axe.ts'
import { openShop, type ShopPage } from './open-shop.ts'
import { startDemoInBrowser } from './start-demo.ts'

const { chromium, demo, close } = await startDemoInBrowser()
afterAll(close)

test.for<Look>([
  { width: 360, height: 640, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
])('axe finds nothing at $width px in $colorScheme', async (look, { skip }) => {
  if (!chromium.ok) return skip(chromium.reason)
  expect(await lookWithAxe(chromium.browser, demo, look)).toEqual(nothingFound)
})

test('the keyboard alone buys and refunds', async ({ skip }) => {
  if (!chromium.ok) return skip(chromium.reason)
  const shop = await openShop(chromium.browser, demo)
  await shop.button('Buy A cup of coffee').focus()
  await shop.page.keyboard.press('Enter')
  await expect.poll(() => shop.button('Sign and pay').isEnabled()).toBe(true)
  for (let presses = 0; presses < 10; presses += 1) {
    if (await focusIs(shop.page, 'Sign and pay')) break
    await shop.page.keyboard.press('Tab')
  }
  await shop.page.keyboard.press('Enter')
  await shop.firstOrder('3.14 Pi, paid')
  // Until the dialog has closed, the page behind it takes no key.
  await expect.poll(shop.dialogs).toBe(0)
  await shop.button('Refund A cup of coffee').focus()
  await shop.page.keyboard.press('Enter')
  await shop.firstOrder('refunded')
  expect(shop.problems).toEqual([])
})

/** Whether the focus is on the button of that text, also inside the SDK's shadow root. */
function focusIs(page: ShopPage['page'], text: string) {
  return page.evaluate((wanted) => {
    let focused = document.activeElement
    while (focused?.shadowRoot?.activeElement != null) focused = focused.shadowRoot.activeElement
    return focused?.textContent === wanted
  }, text)
}
