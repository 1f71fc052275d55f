import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { beginPayment, openSignedIn, type Browser } from './open-app.ts'

/** A page with a signed-in user, its app's server and the time. */
async function openShop(browser: Browser) {
  const mock = await startMock()
  const app = await openSignedIn(browser, mock)
  return {
    ...app,
    mock,
    begin: (data?: object) => beginPayment(app, data),
    approve: (id: string) => mock.asApp('POST', `/payments/${id}/approve`),
    complete: (id: string, txid: unknown) =>
      mock.asApp('POST', `/payments/${id}/complete`, { txid }),
    pass: (ms: number) => mock.control('/clock/advance', { ms }),
  }
}

test('the user signs and pays, and the dialog ends by itself', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  expect(await shop.button('Sign and pay').isDisabled()).toBe(true)
  expect(await shop.page.getByRole('dialog').textContent()).toMatch(/3\.14 Pi.*alice.*Espresso/)
  expect(await shop.page.getByRole('timer').textContent()).toBe('1:00')

  await shop.approve(id)
  await shop.button('Sign and pay').click()
  const [, [name, paid, txid] = []] = await shop.events(2)
  expect([name, paid]).toEqual(['completion', id])
  await shop.page.getByText('Submitted, and in a ledger').waitFor()

  expect(await shop.complete(id, txid)).toMatchObject({ status: 200 })
  await shop.page.getByText('Paid.').waitFor()
  await expect.poll(shop.dialogs).toBe(0)
  expect(await shop.page.evaluate(() => events.map(([name]) => name))).toEqual([
    'approval',
    'completion',
  ])
})

test('when a payment is over, the page asks the mock nothing more', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  await shop.page.evaluate(() => PiMock.autopilot({ user: 'alice' }))
  const id = await shop.begin()
  expect(shop.waiting()).not.toEqual([])
  await shop.approve(id)
  const [, completion] = await shop.events(2)
  await shop.complete(id, completion?.[2])
  await expect.poll(shop.waiting).toEqual([])
})

test('a second payment replaces the one that is open', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const first = await shop.begin()
  await shop.button('Sign and pay').waitFor()
  await shop.page.evaluate(() => {
    Pi.createPayment({ amount: 2, memo: 'Second', metadata: { a: 1 } }, callbacks)
  })
  const events = await shop.events(3)
  const second = events.find(([name, id]) => name === 'approval' && id !== first)?.[1]
  expect(events).toContainEqual(['cancel', first])
  await expect.poll(shop.dialogs).toBe(1)
  await shop.page.keyboard.press('Escape')
  expect((await shop.events(4)).at(-1)).toEqual(['cancel', second])
})

test('a mock that was reset ends the payment with an error', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  await shop.button('Sign and pay').waitFor()
  await shop.mock.control('/reset')
  const events = await shop.events(2)
  expect(events[1]).toEqual([
    'error',
    'Request failed with status code 404',
    expect.objectContaining({ identifier: id }),
  ])
  await expect.poll(shop.dialogs).toBe(0)
})

test('createPayment returns a handle at once', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const type = await shop.page.evaluate(() => {
    const handle = Pi.createPayment({ amount: 1, memo: 'm', metadata: { a: 1 } }, callbacks)
    return [typeof handle, handle instanceof Promise]
  })
  expect(type).toEqual(['object', false])
})

test('an unapproved payment is offered six times, 10 s apart, and cancelled after 60 s', async ({
  skip,
}) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  for (let times = 2; times <= 6; times += 1) {
    await shop.pass(9_999)
    expect(await shop.page.evaluate(() => events.length)).toBe(times - 1)
    await shop.pass(1)
    await shop.events(times)
  }
  await shop.pass(10_000)
  const events = await shop.events(7)
  expect(events).toEqual([...Array.from({ length: 6 }, () => ['approval', id]), ['cancel', id]])
  await shop.page.getByText('did not approve the payment in time').waitFor()
})

test('an approved payment is offered no more', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  await shop.approve(id)
  await expect.poll(() => shop.button('Sign and pay').isEnabled()).toBe(true)
  await shop.pass(60_000)
  await shop.button('Sign and pay').click()
  expect((await shop.events(2)).map(([name]) => name)).toEqual(['approval', 'completion'])
})

test('a payment that is not completed is offered six times for completion', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  await shop.approve(await shop.begin())
  await shop.button('Sign and pay').click()
  for (let times = 2; times <= 7; times += 1) {
    await shop.events(times)
    await shop.pass(10_000)
  }
  await shop.pass(60_000)
  const events = await shop.events(7)
  expect(events.map(([name]) => name)).toEqual([
    'approval',
    ...Array.from({ length: 6 }, () => 'completion'),
  ])
  expect(events.at(-1)).toEqual(events[1])
})

test.for(['Cancel', 'Escape'])('%s cancels the payment', async (how, { skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  await shop.button('Cancel').waitFor()
  if (how === 'Escape') await shop.page.keyboard.press('Escape')
  else await shop.button('Cancel').click()
  expect(await shop.events(2)).toEqual([
    ['approval', id],
    ['cancel', id],
  ])
  expect(await shop.dialogs()).toBe(0)
  const { body } = await shop.mock.asApp('GET', `/payments/${id}`)
  expect(body.status).toMatchObject({ cancelled: false, user_cancelled: true })
})

test('paid with a lost connection: the page learns nothing, until its message times out', async ({
  skip,
}) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  await shop.approve(id)
  await shop.page.getByText('What else can happen').click()
  await shop.button('Pay, but lose the connection').click()
  await expect.poll(shop.dialogs).toBe(0)
  const { body } = await shop.mock.asApp('GET', `/payments/${id}`)
  expect(body.transaction).toMatchObject({ verified: true })
  await shop.pass(119_999)
  expect(await shop.page.evaluate(() => events.length)).toBe(1)
  await shop.pass(1)
  const [, error] = await shop.events(2)
  expect(error).toEqual([
    'error',
    expect.stringMatching(/^Messaging promise with id \d+ timed out after 120000ms\.$/),
    expect.objectContaining({ identifier: id }),
  ])
})

test('a user who does nothing leaves the payment open until it expires', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin()
  await shop.page.getByText('What else can happen').click()
  await shop.button('Do nothing').click()
  expect(await shop.dialogs()).toBe(0)
  await shop.pass(60_000)
  await shop.page.waitForFunction(() => events.some(([name]) => name === 'cancel'))
  expect(await shop.dialogs()).toBe(0)
  expect((await shop.events(2)).at(-1)).toEqual(['cancel', id])
})

test('a pending payment gives onError, then onIncompletePaymentFound', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const { id } = await shop.mock.havePayment('paid')
  await shop.page.evaluate(() => {
    Pi.createPayment({ amount: 1, memo: 'm', metadata: { a: 1 } }, callbacks)
  })
  const pending = expect.objectContaining({ identifier: id })
  expect(await shop.events(2)).toEqual([
    ['error', 'A pending payment needs to be handled.', pending],
    ['incomplete', pending],
  ])
  await shop.button('Close').click()
  expect(await shop.dialogs()).toBe(0)
})

test.for([
  ['a token', { tokenCanonical: 'YER' }, 403, 'feature_not_available', 'tokenCanonical'],
  [
    'an amount as text',
    { amount: '3.14' },
    400,
    'invalid_input',
    'paymentData.amount must be a number',
  ],
  [
    'no metadata',
    { metadata: undefined },
    400,
    'invalid_input',
    'paymentData.metadata must be an object, not undefined.',
  ],
  [
    'empty metadata',
    { metadata: {} },
    400,
    'invalid_input',
    'paymentData.metadata must be an object with at least one field, not an empty object.',
  ],
] as const)(
  '%s is refused by the Platform API, without a dialog',
  async ([, data, status, code, line], { skip }) => {
    const shop = await openShop(await sharedBrowser(skip))
    await shop.page.evaluate((more) => {
      const onError = (error: Error, ...rest: unknown[]) => {
        const { response } = error as unknown as {
          response: { status: number; data: { error: string } }
        }
        events.push([error.message, response.status, response.data.error, ...rest])
      }
      const payment = { amount: 1, memo: 'm', metadata: { a: 1 }, ...more } as never
      Pi.createPayment(payment, { ...callbacks, onError })
    }, data)
    expect(await shop.events(1)).toEqual([
      [`Request failed with status code ${status}`, status, code],
    ])
    expect(await shop.line(line)).toContain('Pi.createPayment')
    expect(await shop.dialogs()).toBe(0)
  },
)

test('without callbacks nothing begins, and the console names each of them', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  await shop.page.evaluate(() => {
    Pi.createPayment({ amount: 1, memo: 'm', metadata: { a: 1 } }, undefined as never)
  })
  for (const name of Object.keys(await shop.page.evaluate(() => callbacks))) {
    expect(await shop.line(`callbacks.${name} must be a function`)).toContain('Pi.createPayment')
  }
  const { body } = await shop.mock.call('GET', '/_mock/payments')
  // The one that every world begins with.
  expect([body.payments.length, await shop.dialogs()]).toEqual([1, 0])
})

test('a callback that throws or rejects ends nothing', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  await shop.page.evaluate(() => {
    const { onReadyForServerApproval } = callbacks
    callbacks.onReadyForServerApproval = (id) => {
      onReadyForServerApproval(id)
      throw new Error('the app is broken')
    }
    const { onCancel } = callbacks
    callbacks.onCancel = async (id) => {
      onCancel(id)
      throw new Error('the app is broken too')
    }
  })
  await shop.begin()
  await shop.pass(10_000)
  await shop.events(2)
  await shop.button('Cancel').click()
  await shop.events(3)
  expect(await shop.line('the app is broken')).toContain('onReadyForServerApproval')
  expect(await shop.line('broken too')).toContain('onCancel')
  expect(shop.logged.filter((line) => line.startsWith('uncaught'))).toEqual([])
})

test('a wallet with too little Pi says so in the dialog', async ({ skip }) => {
  const shop = await openShop(await sharedBrowser(skip))
  const id = await shop.begin({ amount: 1_000_000 })
  await shop.approve(id)
  await shop.button('Sign and pay').click()
  await expect.poll(() => shop.page.getByRole('alert').textContent()).not.toBe('')
  await shop.button('Cancel').click()
  expect((await shop.events(2)).at(-1)).toEqual(['cancel', id])
})
