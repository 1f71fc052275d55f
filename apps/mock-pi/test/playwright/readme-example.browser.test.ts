import { usePi } from '@aloha-pi/mock-pi/playwright'
import { expect, mock, test } from './playwright-test.ts'

test('alice buys an espresso', async ({ page }) => {
  await usePi(page, mock, { user: 'alice' })
  await page.goto('http://localhost:3000')
  await page.getByRole('button', { name: 'Buy' }).click()
  await expect(page.getByText('Thank you, alice')).toBeVisible()
})

test('alice changes her mind', async ({ page }) => {
  await usePi(page, mock, { user: 'alice', payment: 'cancel' })
  await page.goto('http://localhost:3000')
  await page.getByRole('button', { name: 'Buy' }).click()
  await expect(page.getByText('Cancelled')).toBeVisible()
})
