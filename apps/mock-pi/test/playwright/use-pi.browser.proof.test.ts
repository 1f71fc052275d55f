import { sharedBrowser } from '@aloha-pi/test-browser'
import { usePi } from '@aloha-pi/mock-pi/playwright'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openContext, shopOf } from './open-shop.ts'

const ORIGINS = ['https://shop.example', 'http://shop.example:8080', 'http://localhost:3000']

test.for(ORIGINS)('a page of %s signs in and pays, unchanged', async (origin, { skip }) => {
  const mock = await startMock()
  const { page, outside, shop } = await openContext(await sharedBrowser(skip), origin)
  await usePi(page, mock, { user: 'alice' })
  await page.goto(`${origin}/`)

  expect(await shop.enter()).toEqual(['entered', 'alice'])
  const id = await shop.begin()
  await mock.asApp('POST', `/payments/${id}/approve`)
  const [name, paid, txid] = await shop.event(1)
  expect([name, paid]).toEqual(['completion', id])
  const { body } = await mock.asApp('POST', `/payments/${id}/complete`, { txid })
  expect(body.status).toMatchObject({ transaction_verified: true, developer_completed: true })
  expect(outside).toEqual([])
})

test('the user cancels; a later call changes what the user does', async ({ skip }) => {
  const mock = await startMock()
  const { page, shop } = await openContext(await sharedBrowser(skip), 'https://shop.example')
  await usePi(page, mock, { user: 'alice', payment: 'cancel' })
  await page.goto('https://shop.example/')
  await shop.enter()
  const id = await shop.begin()
  expect(await shop.event(1)).toEqual(['cancel', id])

  await usePi(page, mock, { user: 'alice', consent: 'refuse' })
  expect(await shop.enter()).toEqual(['refused', 'User consent cancelled.'])
})

test("without a user, dialogs ask; the mock's setting decides before usePi", async ({ skip }) => {
  const mock = await startMock()
  const { page, shop } = await openContext(await sharedBrowser(skip), 'https://shop.example')
  await usePi(page, mock)
  await page.goto('https://shop.example/')
  const entering = shop.enter()
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  expect(await entering).toEqual(['entered', 'alice'])

  await mock.control('/users', { username: 'bob' })
  await mock.control('/settings', { wallet: { user: 'bob' } }, 'PATCH')
  await usePi(page, mock, { user: 'alice' })
  expect(await shop.enter()).toEqual(['entered', 'bob'])
})

test('in a context, popups and all pages are routed', async ({ skip }) => {
  const mock = await startMock()
  const origin = 'https://shop.example'
  const { context, page, outside } = await openContext(await sharedBrowser(skip), origin)
  await usePi(context, mock, { user: 'alice' })
  const second = await context.newPage()
  await second.goto(`${origin}/`)
  expect(await shopOf(second).enter()).toEqual(['entered', 'alice'])
  await page.goto(`${origin}/`)
  const opening = context.waitForEvent('page')
  await page.evaluate(() => void open('https://api.minepi.com/v2/me'))
  const popup = await opening
  await popup.waitForURL('https://api.minepi.com/v2/me')
  expect(outside).toEqual([])
})

test('two pages of a context have users of their own', async ({ skip }) => {
  const mock = await startMock()
  await mock.control('/users', { username: 'bob' })
  const origin = 'https://shop.example'
  const { context, page } = await openContext(await sharedBrowser(skip), origin)
  const second = await context.newPage()
  await usePi(page, mock, { user: 'alice' })
  await usePi(second, mock, { user: 'bob' })
  const names = []
  for (const each of [page, second]) {
    await each.goto(`${origin}/`)
    names.push(await shopOf(each).enter())
  }
  expect(names).toEqual([
    ['entered', 'alice'],
    ['entered', 'bob'],
  ])
})

test('undone, nothing is routed any more, also after the page was closed', async ({ skip }) => {
  const mock = await startMock()
  const origin = 'https://shop.example'
  const { context, page, outside } = await openContext(await sharedBrowser(skip), origin)
  const undo = await usePi(page, mock)
  await undo()
  await page.goto(`${origin}/`)
  expect(outside).toEqual(['https://sdk.minepi.com/pi-sdk.js'])

  const again = await usePi(page, mock)
  await page.close()
  await again()
  await context.close()
  await again()
})
