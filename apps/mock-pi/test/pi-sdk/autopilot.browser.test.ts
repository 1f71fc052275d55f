import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import type { AutopilotOptions } from '@aloha-pi/browser-sdk'
import { beginPayment, openApp, openSignedIn, type Browser } from './open-app.ts'

test('with data-autopilot a page signs in and pays without a dialog', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock, {
    attributes: 'data-autopilot="alice"',
  })
  await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    await enter()
  })
  const id = await beginPayment(app)
  await mock.asApp('POST', `/payments/${id}/approve`)
  const events = await app.events(3)
  expect(events.map(([name]) => name)).toEqual(['entered', 'approval', 'completion'])
  const { body } = await mock.asApp('GET', `/payments/${id}`)
  expect(events.at(-1)).toEqual(['completion', id, body.transaction.txid])
  expect(await app.page.locator('mock-pi-wallet').count()).toBe(0)
})

/** A payment that the autopilot handles by the rule, and its status at the app's server. */
async function havePayment(browser: Browser, payment: AutopilotOptions['payment'] & string) {
  const mock = await startMock()
  const app = await openSignedIn(browser, mock)
  await app.page.evaluate((rule) => PiMock.autopilot({ user: 'alice', payment: rule }), payment)
  const id = await beginPayment(app)
  const status = async () => (await mock.asApp('GET', `/payments/${id}`)).body.status
  const approve = () => mock.asApp('POST', `/payments/${id}/approve`)
  return { app, mock, id, status, approve }
}

test('payment: cancel, before the approval', async ({ skip }) => {
  const { app, id, status } = await havePayment(await sharedBrowser(skip), 'cancel')
  expect((await app.events(2)).at(-1)).toEqual(['cancel', id])
  expect(await status()).toMatchObject({ developer_approved: false, user_cancelled: true })
})

test('payment: cancel after approval', async ({ skip }) => {
  const browser = await sharedBrowser(skip)
  const { app, id, status, approve } = await havePayment(browser, 'cancel-after-approval')
  await approve()
  expect((await app.events(2)).at(-1)).toEqual(['cancel', id])
  expect(await status()).toMatchObject({ developer_approved: true, user_cancelled: true })
})

test.for([
  ['ignore', false],
  ['pay-silently', true],
] as const)(
  'payment: %s: the page learns nothing until its message times out',
  async ([payment, isPaid], { skip }) => {
    const browser = await sharedBrowser(skip)
    const { app, mock, status, approve } = await havePayment(browser, payment)
    await approve()
    await expect.poll(async () => (await status()).transaction_verified).toBe(isPaid)
    await mock.control('/clock/advance', { ms: 120_000 })
    const [, error] = await app.events(2)
    expect(error?.slice(0, 2)).toEqual(['error', expect.stringContaining('timed out')])
  },
)

test("the mock's settings decide before the page's autopilot", async ({ skip }) => {
  const mock = await startMock()
  await mock.control('/users', { username: 'bob' })
  const app = await openApp(await sharedBrowser(skip), mock, {
    attributes: 'data-autopilot="alice"',
  })
  const wallet = { user: 'bob', consent: 'refuse' }
  await mock.control('/settings', { wallet }, 'PATCH')
  await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    await enter()
  })
  await mock.control('/settings', { wallet: { ...wallet, consent: 'allow' } }, 'PATCH')
  await app.page.evaluate(() => enter())
  await mock.control('/settings', { wallet: null }, 'PATCH')
  await app.page.evaluate(() => enter())
  expect(await app.events(3)).toEqual([
    ['refused', 'User consent cancelled.'],
    ['entered', 'bob'],
    ['entered', 'alice'],
  ])
})

test("its delay passes on the mock's clock", async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock)
  const waiting = app.page.waitForRequest((request) => request.url().includes('/clock?until'))
  await app.page.evaluate(() => {
    void Pi.init({ version: '2.0' })
    PiMock.autopilot({ user: 'alice', delayMs: 600_000 })
    void enter()
  })
  await waiting
  expect(await app.page.evaluate(() => events)).toEqual([])
  await mock.control('/clock/advance', { ms: 600_000 })
  expect(await app.events(1)).toEqual([['entered', 'alice']])
})

test('an unknown user ends authenticate, and the console says why', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock(), {
    attributes: 'data-autopilot="nobody"',
  })
  await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    await enter()
  })
  expect(await app.events(1)).toEqual([['refused', 'Authentication failed.']])
  expect(await app.line('nobody')).toContain('Pi.authenticate')
})

test('a wallet with too little Pi cancels', async ({ skip }) => {
  const mock = await startMock()
  const app = await openSignedIn(await sharedBrowser(skip), mock)
  await app.page.evaluate(() => PiMock.autopilot({ user: 'alice' }))
  const id = await beginPayment(app, { amount: 1_000_000 })
  await mock.asApp('POST', `/payments/${id}/approve`)
  expect((await app.events(2)).at(-1)).toEqual(['cancel', id])
  expect(await app.line('could not use its wallet')).not.toBe('')
})

test('wrong options are refused by name', async ({ skip }) => {
  const { page } = await openApp(await sharedBrowser(skip), await startMock())
  const messages = await page.evaluate(() =>
    [{}, { user: 'alice', consent: 'yes' }, { user: 'alice', delayMs: -1 }].map((options) => {
      try {
        PiMock.autopilot(options as never)
        return 'taken'
      } catch (error) {
        return (error as Error).message
      }
    }),
  )
  expect(messages).toEqual([
    'PiMock.autopilot: user must be the name of a user of the mock.',
    'PiMock.autopilot: consent must be allow or refuse.',
    'PiMock.autopilot: delayMs must be whole ms from 0 to 600000.',
  ])
})

test('a page alone orders trouble, by the metadata of its payment', async ({ skip }) => {
  const mock = await startMock()
  const app = await openSignedIn(await sharedBrowser(skip), mock)
  await app.page.evaluate(() => PiMock.autopilot({ user: 'alice' }))
  const metadata = { order: 1, mock_fault: 'approve:503; complete:lost-answer' }
  const id = await beginPayment(app, { metadata })
  const approve = () => mock.asApp('POST', `/payments/${id}/approve`)
  expect((await approve()).status).toBe(503)
  expect((await approve()).status).toBe(200)
  const txid = (await app.events(2)).at(-1)?.[2]
  const complete = mock.asApp('POST', `/payments/${id}/complete`, { txid })
  await expect(complete).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect((await mock.pi.payments.get(id)).status.developer_completed).toBe(true)

  await app.page.evaluate(() => {
    const wrong = { mock_fault: 'approve:mess' }
    Pi.createPayment({ amount: 1, memo: 'Wrong', metadata: wrong }, callbacks)
  })
  expect((await app.events(3)).at(-1)).toEqual(['error', 'Request failed with status code 400'])
  expect((await mock.explain('last')).happened).toContain('mess')
})
