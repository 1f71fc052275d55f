// The types of pages need the browser's.
/// <reference lib="dom" />
import { onTestFinished } from 'vitest'
import { APP, type Browser } from '../pi-sdk/open-app.ts'

/** A page of an app as its users get it: nothing in it knows of a mock. */
const SHOP = `<!doctype html><title>shop</title>
  <script src="https://sdk.minepi.com/pi-sdk.js"></script>
  <script>
    ${APP}
    window.Pi?.init({ version: '2.0' })
  </script>`

type Page = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['newPage']>>

/** A context in which that origin is the shop's, and no request leaves the machine. */
export async function openContext(browser: Browser, origin: string, html = SHOP) {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const outside: string[] = []
  // First of all routes, so it gets what no later route takes.
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (url.startsWith(`${origin}/`)) return route.fulfill({ contentType: 'text/html', body: html })
    outside.push(url)
    return route.abort()
  })
  const page = await context.newPage()
  return { context, page, outside, shop: shopOf(page) }
}

export function shopOf(page: Page) {
  return {
    async enter(scopes?: string[]) {
      await page.evaluate((asked) => enter(asked), scopes)
      return page.evaluate(() => events.at(-1))
    },
    /** Begins a payment and returns its id, once the app's server would have it. */
    async begin(): Promise<string> {
      await page.evaluate(() => {
        events.length = 0
        Pi.createPayment({ amount: 3.14, memo: 'Espresso', metadata: { order: 1 } }, callbacks)
      })
      const [, id] = await this.event(0)
      return id as string
    },
    /** As soon as there are so many events and one more. */
    async event(index: number): Promise<unknown[]> {
      const found = await page.waitForFunction((at) => events[at], index)
      return (await found.jsonValue()) as unknown[]
    },
    /** The status of a call that the page makes, or what failed. */
    fetch: (url: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
      page.evaluate(([to, how]) => fetch(to, how).then((response) => response.status, String), [
        url,
        init,
      ] as const),
  }
}
