// The types of pages need the browser's.
/// <reference lib="dom" />
import axe from 'axe-core'
import { openTab, userRadio, type Browser, type ShopPage } from './open-shop.ts'
import type { Demo } from './start-demo.ts'

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

export type Look = { width: number; height: number; colorScheme: 'light' | 'dark' }

/** Signs in, buys and pays; what axe finds at each step, and by how much the page is then wider than its window. */
export async function lookWithAxe(browser: Browser, demo: Demo, look: Look) {
  const { width, height, colorScheme } = look
  const context = await browser.newContext({ viewport: { width, height }, colorScheme })
  const username = await demo.newUser()
  const shop = await openTab(context, demo)
  const found: Record<string, string[]> = {}
  const wider: Record<string, number> = {}
  const note = async (name: string) => {
    found[name] = await violations(shop)
    wider[name] = await overflow(shop)
  }
  await note('signed out')
  await shop.button('Sign in with Pi').click()
  await shop.button('Allow').waitFor()
  await note('consent')
  await userRadio(shop.page, username).check()
  await shop.button('Allow').click()
  await shop.page.getByText(`Hello, ${username}.`).waitFor()
  await shop.button('Buy A slice of cake').click()
  await shop.button('Sign and pay').waitFor()
  await note('payment')
  await shop.button('Sign and pay').click()
  await shop.firstOrder('1.5 Pi, paid')
  await note('paid')
  await context.close()
  return { found, wider }
}

export const nothingFound = {
  found: { 'signed out': [], consent: [], payment: [], paid: [] },
  wider: { 'signed out': 0, consent: 0, payment: 0, paid: 0 },
}
