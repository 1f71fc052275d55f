// The pictures of the root README: `pnpm --filter @aloha-pi/demo-shop screenshots [FOLDER]`.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '@aloha-pi/test-browser'
import { openTab, userRadio } from './open-shop.ts'
import { startDemo } from './start-demo.ts'

const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url))
const [folder = images] = process.argv.slice(2)

const chromium = await launchChromium()
if (!chromium.ok) throw new Error(chromium.reason)
const demo = await startDemo()
try {
  await mkdir(folder, { recursive: true })
  const context = await chromium.browser.newContext({
    viewport: { width: 760, height: 660 },
    colorScheme: 'light',
  })
  const shop = await openTab(context, demo)
  const take = (name: string) => shop.page.screenshot({ path: join(folder, `${name}.png`) })
  await shop.button('Sign in with Pi').click()
  await userRadio(shop.page, 'alice').check()
  await take('sign-in')
  await shop.button('Allow').click()
  await shop.page.getByText('Hello, alice.').waitFor()
  await shop.button('Buy A cup of coffee').click()
  await shop.page.getByText("Approved by the app's server").waitFor()
  await shop.firstOrder('waiting for your payment')
  await take('payment')
  await shop.button('Sign and pay').click()
  await shop.firstOrder('3.14 Pi, paid')
  await shop.page.locator('dialog[open]').waitFor({ state: 'hidden' })
  await take('order')
} finally {
  await chromium.browser.close()
  await demo.close()
}
