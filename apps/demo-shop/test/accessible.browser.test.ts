// The types of pages need the browser's.
/// <reference lib="dom" />
import axe from 'axe-core'
import { afterAll, expect, test } from 'vitest'
import { openShop, openTab, userRadio, type ShopPage } from './open-shop.ts'
import { startDemoInBrowser } from './start-demo.ts'

const { chromium, demo, close } = await startDemoInBrowser()
afterAll(close)

/** The rules of axe that the page breaks, in the dialogs too. */
async function violations({ page }: ShopPage): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: inPage } = window as unknown as { axe: typeof axe }
    const { violations: found } = await inPage.run()
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  })
}

/** By how much the page is wider than its window, in CSS pixels. */
function overflow({ page }: ShopPage): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}

test.for([
  { width: 360, height: 640, colorScheme: 'light' as const },
  { width: 360, height: 640, colorScheme: 'dark' as const },
  { width: 1280, height: 800, colorScheme: 'light' as const },
  { width: 1280, height: 800, colorScheme: 'dark' as const },
])(
  'axe finds nothing at $width px in $colorScheme',
  async ({ width, height, colorScheme }, { skip }) => {
    if (!chromium.ok) return skip(chromium.reason)
    const context = await chromium.browser.newContext({ viewport: { width, height }, colorScheme })
    const username = await demo.newUser()
    const shop = await openTab(context, demo)
    const found: Record<string, string[]> = {}
    const wider: Record<string, number> = {}
    const look = async (name: string) => {
      found[name] = await violations(shop)
      wider[name] = await overflow(shop)
    }
    await look('signed out')
    await shop.button('Sign in with Pi').click()
    await shop.button('Allow').waitFor()
    await look('consent')
    await userRadio(shop.page, username).check()
    await shop.button('Allow').click()
    await shop.page.getByText(`Hello, ${username}.`).waitFor()
    await shop.button('Buy A slice of cake').click()
    await shop.button('Sign and pay').waitFor()
    await look('payment')
    await shop.button('Sign and pay').click()
    await shop.firstOrder('1.5 Pi, paid')
    await look('paid')
    expect(found).toEqual({ 'signed out': [], consent: [], payment: [], paid: [] })
    expect(wider).toEqual({ 'signed out': 0, consent: 0, payment: 0, paid: 0 })
    await context.close()
  },
)

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
