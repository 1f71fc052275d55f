import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test } from 'vitest'
import { startFakePi } from './fake-pi.ts'
import { startTestProxy } from './start-test-proxy.ts'

const READ_PAYMENT = 'aloha/tag/u2a/GET/v1/transaction/u2a/details/{piPayId}'
/** The payment of the document's example. */
const identifier = 'RKo9DyyzYmmnq4roS1infxy1qc4m'

test('the reference page calls only this proxy, and try-it reads a payment', async ({ skip }) => {
  const browser = await sharedBrowser(skip)
  const pi = await startFakePi()
  const proxy = await startTestProxy(pi.url)
  onTestFinished(async () => {
    await proxy.close()
    await pi.close()
  })
  pi.havePayment('created', { identifier })
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const origins = new Set<string>()
  const complaints: string[] = []
  page.context().on('request', (request) => origins.add(new URL(request.url()).origin))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })

  await page.goto(`${proxy.url}/docs#${READ_PAYMENT}`)
  const operation = page.locator(`section[id$="${READ_PAYMENT}"]`)
  await operation.getByRole('button', { name: 'Test Request' }).click()
  await page
    .locator('button:visible', { hasText: /^\s*Send/ })
    .last()
    .waitFor()
  const responded = page.waitForResponse((response) => response.url().includes('/u2a/details/'))
  await page.keyboard.press('Control+Enter')
  const response = await responded

  expect(response.status()).toBe(200)
  expect(await response.json()).toMatchObject({ action: 'details', piResData: { identifier } })
  expect([...origins]).toEqual([proxy.url])
  expect(complaints).toEqual([])
})
