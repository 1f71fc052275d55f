import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test } from 'vitest'
import { startMock } from './start-mock.ts'

const READ_PAYMENT = 'platform/tag/payments/GET/v2/payments/{paymentId}'

test('M5: the reference page calls only the mock, and try-it reads the documented payment', async ({
  skip,
}) => {
  const { url } = await startMock()
  const browser = await sharedBrowser(skip)
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const origins = new Set<string>()
  const complaints: string[] = []
  page.context().on('request', (request) => origins.add(new URL(request.url()).origin))
  page.on('pageerror', (error) => complaints.push(error.message))

  await page.goto(`${url}/docs#${READ_PAYMENT}`)
  const operation = page.locator(`section[id$="${READ_PAYMENT}"]`)
  await operation.getByRole('button', { name: 'Test Request' }).click()
  const send = page.locator('button:visible', { hasText: /^\s*Send/ }).last()
  await send.waitFor()
  const responded = page.waitForResponse((response) => response.url().includes('/v2/payments/'))
  await page.keyboard.press('Control+Enter')
  const response = await responded

  expect(response.status()).toBe(200)
  expect(await response.json()).toMatchObject({ identifier: 'RKo9DyyzYmmnq4roS1infxy1qc4m' })
  expect([...origins]).toEqual([url])
  expect(complaints).toEqual([])
})
