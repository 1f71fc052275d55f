// The types of pages need the browser's.
/// <reference lib="dom" />
import { afterAll, expect, test, type TestContext } from 'vitest'
import { openShop, openTab } from './open-shop.ts'
import { startDemoInBrowser } from './start-demo.ts'
import type { PiMock } from '@aloha-pi/browser-sdk'

declare global {
  interface Window {
    PiMock: PiMock
  }
}

/** The dialog shows for 4 s how a payment ended. */
const CLOSES = { timeout: 10_000 }
const COFFEE = 'Buy A cup of coffee'
const APPROVE = '**/api/payments/*/approve'
const COMPLETE = '**/api/payments/*/complete'

const { chromium, demo, close } = await startDemoInBrowser()
afterAll(close)

function open(skip: TestContext['skip'], options = {}) {
  if (!chromium.ok) return skip(chromium.reason)
  return openShop(chromium.browser, demo, options)
}

/** What the server believes of the newest order: the page shows only that. */
async function newestPayment(username: string) {
  const [newest] = await demo.paymentsOf(username)
  if (newest == null) throw new Error('There is no payment yet')
  return newest.payment
}

async function paidPayments(username: string) {
  const payments = await demo.paymentsOf(username)
  return payments.filter(({ payment }) => payment.transaction != null)
}

test('buy and refund: paid once, paid back once, nothing in the console, no other host', async ({
  skip,
}) => {
  const shop = await open(skip)
  await shop.button(COFFEE).click()
  await shop.button('Sign and pay').click()
  await shop.firstOrder('3.14 Pi, paid')
  await expect.poll(() => shop.message.textContent()).toContain('Thank you')
  expect(await newestPayment(shop.username)).toMatchObject({
    amount: 3.14,
    status: { developer_completed: true, transaction_verified: true },
  })

  await shop.button('Refund A cup of coffee').click()
  await shop.firstOrder('refunded')
  const payments = await demo.paymentsOf(shop.username)
  expect(payments.map(({ payment }) => [payment.direction, payment.amount])).toEqual([
    ['app_to_user', 3.14],
    ['user_to_app', 3.14],
  ])
  expect(shop.problems).toEqual([])
  expect(shop.hosts().toSorted()).toEqual(
    [new URL(demo.shop.url).host, new URL(demo.mock.url).host].toSorted(),
  )
})

test('cancel: the order is cancelled, and the user can buy again', async ({ skip }) => {
  const shop = await open(skip)
  await shop.button(COFFEE).click()
  await shop.button('Cancel').click()
  await shop.firstOrder('cancelled')
  await expect.poll(shop.dialogs, CLOSES).toBe(0)
  expect(await shop.button(COFFEE).isEnabled()).toBe(true)
  expect(await newestPayment(shop.username)).toMatchObject({ status: { user_cancelled: true } })
})

test('a server that is down: the payment expires by the clock, and nothing is owed', async ({
  skip,
}) => {
  const shop = await open(skip)
  await shop.page.route(APPROVE, (route) => route.abort())
  await shop.button(COFFEE).click()
  await expect.poll(() => demo.paymentsOf(shop.username)).toHaveLength(1)
  await expect.poll(() => shop.message.textContent()).toContain('Failed to fetch')
  await demo.control('/clock/advance', { ms: 61_000 })
  await shop.firstOrder('cancelled')
  expect(await newestPayment(shop.username)).toMatchObject({
    status: { developer_approved: false, cancelled: true },
  })
  await expect.poll(shop.dialogs, CLOSES).toBe(0)
})

test('a slow server: the callback comes again, and the payment is approved once', async ({
  skip,
}) => {
  const shop = await open(skip)
  let calls = 0
  const held: (() => void)[] = []
  await shop.page.route(APPROVE, async (route) => {
    calls += 1
    if (calls === 1) await new Promise<void>((resolve) => held.push(resolve))
    await route.continue()
  })
  await shop.button(COFFEE).click()
  await expect.poll(() => calls).toBe(1)
  await demo.control('/clock/advance', { ms: 10_000 })
  await expect.poll(() => calls).toBe(2)
  for (const release of held) release()
  await shop.button('Sign and pay').click()
  await shop.firstOrder('3.14 Pi, paid')
  const [slow] = await demo.paymentsOf(shop.username)
  const events = slow!.timeline.map(({ event }) => event)
  expect(events.filter((event) => event === 'approved')).toHaveLength(1)
})

test('an approval that the server refuses ends the payment, and the page says why', async ({
  skip,
}) => {
  const shop = await open(skip)
  await shop.page.route(APPROVE, (route) =>
    route.fulfill({ status: 409, json: { error: 'Coffee is sold out' } }),
  )
  await shop.button(COFFEE).click()
  await expect.poll(() => shop.message.textContent()).toBe('Coffee is sold out')
  await shop.button('Cancel').click()
  await shop.firstOrder('cancelled')
})

test('a page that sends another price than the order: the server refuses', async ({ skip }) => {
  const shop = await open(skip)
  await shop.page.route('**/api/orders', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    return route.continue({ postData: JSON.stringify({ item: 'beans' }) })
  })
  await shop.button(COFFEE).click()
  await expect.poll(() => shop.message.textContent()).toBe('The order costs 31.4 Pi, not 3.14')
  await shop.button('Cancel').click()
  await shop.firstOrder('cancelled')
})

test('a double click makes one payment', async ({ skip }) => {
  const shop = await open(skip)
  await shop.button(COFFEE).dblclick()
  await shop.button('Sign and pay').click()
  await shop.firstOrder('3.14 Pi, paid')
  expect(await demo.paymentsOf(shop.username)).toHaveLength(1)
  expect(await shop.orders.count()).toBe(1)
})

test('a reload before the user pays: the next sign-in clears the payment', async ({ skip }) => {
  const shop = await open(skip)
  await shop.button(COFFEE).click()
  await shop.button('Sign and pay').waitFor()
  await expect
    .poll(async () => (await newestPayment(shop.username)).status.developer_approved)
    .toBe(true)
  await shop.page.reload()
  await shop.signInAgain()
  await shop.button(COFFEE).click()
  await shop.button('Sign and pay').click()
  await shop.firstOrder('3.14 Pi, paid')
  // Nothing of the first is owed.
  expect(await paidPayments(shop.username)).toHaveLength(1)
})

test('the wallet pays and the page learns nothing: the next sign-in completes the order', async ({
  skip,
}) => {
  const shop = await open(skip)
  await shop.button(COFFEE).click()
  await shop.page.getByText('What else can happen').click()
  await shop.button('Pay, but lose the connection').click()
  await expect.poll(async () => (await newestPayment(shop.username)).transaction).not.toBeNull()
  await shop.page.reload()
  await shop.signInAgain()
  await shop.firstOrder('3.14 Pi, paid')
  await expect.poll(() => shop.message.textContent()).toBe('Your order of A cup of coffee is paid.')
  expect(await newestPayment(shop.username)).toMatchObject({
    status: { developer_completed: true },
  })
})

test('a server that fails while it completes: the callback comes again', async ({ skip }) => {
  const shop = await open(skip)
  let calls = 0
  await shop.page.route(COMPLETE, (route) => {
    calls += 1
    return calls === 1 ? route.fulfill({ status: 500, body: '<h1>500</h1>' }) : route.continue()
  })
  await shop.button(COFFEE).click()
  await shop.button('Sign and pay').click()
  await expect.poll(() => shop.message.textContent()).toBe('The shop does not respond')
  await demo.control('/clock/advance', { ms: 10_000 })
  await shop.firstOrder('3.14 Pi, paid')
  expect(calls).toBeGreaterThan(1)
})

test('two tabs: the second payment replaces the first, and one order is paid', async ({ skip }) => {
  const shop = await open(skip)
  const second = await openTab(shop.context, demo)
  await second.signIn(shop.username)
  await shop.button(COFFEE).click()
  await shop.button('Sign and pay').waitFor()
  await second.button(COFFEE).click()
  await second.button('Sign and pay').click()
  await second.firstOrder('3.14 Pi, paid')
  await expect.poll(() => shop.button(COFFEE).isEnabled()).toBe(true)
  expect(await paidPayments(shop.username)).toHaveLength(1)
})

test('a user who did not allow wallet_address cannot be refunded, and the page says so', async ({
  skip,
}) => {
  const shop = await open(skip)
  await demo.control(`/users/${shop.username}/revoke`, {})
  await shop.page.evaluate(() => window.PiMock.signOut())
  await shop.page.reload()
  await shop.signIn(shop.username, ['wallet_address'])
  await shop.button(COFFEE).click()
  await shop.button('Sign and pay').click()
  await shop.firstOrder('3.14 Pi, paid')
  await shop.button('Refund A cup of coffee').click()
  await shop.firstOrder('the refund failed: ask us')
  expect(await demo.paymentsOf(shop.username)).toHaveLength(1)
})

test('until the page is ready its button takes no click', async ({ skip }) => {
  if (!chromium.ok) return skip(chromium.reason)
  const context = await chromium.browser.newContext()
  const items = Promise.withResolvers<void>()
  await context.route('**/api/items', async (route) => {
    await items.promise
    await route.continue()
  })
  const username = await demo.newUser()
  const shop = await openTab(context, demo)
  expect(await shop.button('Sign in with Pi').isDisabled()).toBe(true)
  items.resolve()
  await shop.signIn(username)
  expect(shop.problems).toEqual([])
  await context.close()
})
