// The types of pages need the browser's.
/// <reference lib="dom" />
import type { LaunchedChromium } from '@aloha-pi/test-browser'
import type { Demo } from './start-demo.ts'

export type Browser = Extract<LaunchedChromium, { ok: true }>['browser']
type Context = Awaited<ReturnType<Browser['newContext']>>
export type ShopPage = Awaited<ReturnType<typeof openTab>>

/** A window of the shop with a user of its own, signed in. */
export async function openShop(
  browser: Browser,
  demo: Demo,
  options: Parameters<Browser['newContext']>[0] = {},
) {
  const context = await browser.newContext({ viewport: { width: 900, height: 800 }, ...options })
  const username = await demo.newUser()
  const tab = await openTab(context, demo)
  await tab.signIn(username)
  return { ...tab, context, username }
}

/** A tab of the shop in which no user is signed in. It notes console errors and requests. */
export async function openTab(context: Context, demo: Demo) {
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const problems: string[] = []
  const requested: string[] = []
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(demo.shop.url)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const orders = page.locator('#orders li')
  return {
    page,
    button,
    orders,
    problems,
    /** Hosts that the page asked. */
    hosts: () => [...new Set(requested.map((url) => new URL(url).host))],
    message: page.locator('#message'),
    /** Chooses the user in the dialog, and allows what the shop asks, but not what is in `refused`. */
    async signIn(username: string, refused: readonly string[] = []) {
      await button('Sign in with Pi').click()
      await userRadio(page, username).check()
      for (const scope of refused) await page.getByRole('checkbox', { name: scope }).uncheck()
      await button('Allow').click()
      await page.getByText(`Hello, ${username}.`).waitFor()
    },
    /** The consent of an earlier visit is remembered: no dialog opens. */
    async signInAgain() {
      await button('Sign in with Pi').click()
      await page.getByText(/^Hello, /).waitFor()
    },
    /** As soon as the first order says so. */
    firstOrder: (text: string) => orders.first().getByText(text).waitFor(),
    dialogs: () => page.locator('dialog[open]').count(),
  }
}

/** The choice of that user in the dialog, which shows the balance too. */
export function userRadio(page: ShopPage['page'], username: string) {
  return page.getByRole('radio', { name: new RegExp(`^${username}\\b`) })
}
