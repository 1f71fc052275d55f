// What the example of the README has of `@playwright/test`, and the app that it tests.
import { sharedBrowser } from '@aloha-pi/test-browser'
import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, test as base } from 'vitest'
import { openContext } from './open-shop.ts'

export const mock = await startMockPi()
afterAll(async () => {
  await mock.close()
})

const SHOP = `<!doctype html><title>shop</title><button>Buy</button><p></p>
  <script src="https://sdk.minepi.com/pi-sdk.js"></script>
  <script>
    const say = (text) => (document.querySelector('p').textContent = text)
    const tell = (path, body) => fetch('/' + path, { method: 'POST', body: JSON.stringify(body) })
    Pi.init({ version: '2.0' })
    document.querySelector('button').addEventListener('click', async () => {
      const { user } = await Pi.authenticate(['username', 'payments'], () => {})
      Pi.createPayment({ amount: 1, memo: 'Espresso', metadata: { order: 1 } }, {
        onReadyForServerApproval: (id) => tell(id + '/approve'),
        onReadyForServerCompletion: async (id, txid) => {
          await tell(id + '/complete', { txid })
          say('Thank you, ' + user.username)
        },
        onCancel: () => say('Cancelled'),
        onError: (error) => say(error.message),
      })
    })
  </script>`

type Page = Awaited<ReturnType<typeof openContext>>['page']

export const test = base.extend<{ page: Page }>({
  page: async ({ skip }, use) => {
    const browser = await sharedBrowser(skip)
    const { page } = await openContext(browser, 'http://localhost:3000', SHOP)
    await page.route('http://localhost:3000/*/*', async (route) => {
      const request = route.request()
      const { status } = await fetch(`${mock.url}/v2/payments${new URL(request.url()).pathname}`, {
        method: 'POST',
        headers: { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' },
        body: request.postData() ?? '{}',
      })
      await route.fulfill({ status })
    })
    await use(page)
  },
})

/** As the one of Playwright, it waits. */
export const expect = (locator: ReturnType<Page['getByText']>) => ({
  toBeVisible: () => locator.waitFor({ state: 'visible', timeout: 10_000 }),
})
