import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openApp, openSignedIn, type App } from './open-app.ts'

const NOT_INITIALISED = 'Pi Network SDK was not initialized. Call init() before any other method.'
const INVALID_SCOPES = "Invalid scopes found. Please check the scopes you're requesting again."

/** Calls authenticate and leaves it open. */
async function begin({ page }: App, scopes?: string[]) {
  await page.evaluate((asked) => {
    void Pi.init({ version: '2.0' })
    void enter(asked)
  }, scopes)
}

test('before init every call fails with the text of Pi', async ({ skip }) => {
  const { page } = await openApp(await sharedBrowser(skip), await startMock())
  const messages = await page.evaluate(async () => {
    const message = (error: unknown) => (error as Error).message
    const synchronous = () => {
      try {
        return Pi.createPayment({ amount: 1, memo: 'm', metadata: { a: 1 } }, callbacks)
      } catch (error) {
        return message(error)
      }
    }
    return [
      await Pi.authenticate(['username'], () => undefined).catch(message),
      synchronous(),
      await Pi.nativeFeaturesList().catch(message),
      await Pi.Ads.isAdReady('rewarded').catch(message),
      await Pi.Wallet.getUserWalletAddresses().catch(message),
    ]
  })
  expect(messages).toEqual(Array.from({ length: 5 }, () => NOT_INITIALISED))
})

test('init takes 2.0 and 3.0, with sandbox or without; another version is refused', async ({
  skip,
}) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  const results = await app.page.evaluate(async () => {
    const init = (options: unknown) =>
      Pi.init(options as { version: '2.0' }).then(
        () => 'done',
        (error: Error) => error.message,
      )
    return [
      await init({ version: '1.0' }),
      await init(undefined),
      Pi.initialized,
      await init({ version: '3.0' }),
      await init({ version: '2.0', sandbox: true }),
      Pi.initialized,
    ]
  })
  const refused = 'Unrecognized version number'
  expect(results).toEqual([refused, refused, false, 'done', 'done', true])
  expect(await app.line('options.version')).toContain(
    'Pi.init: options.version must be "2.0" or "3.0", not the text "1.0".',
  )
  expect(await app.line('called before')).toContain('the other options are ignored')
})

test('the user chooses who signs in and what the app may do', async ({ skip }) => {
  const mock = await startMock()
  await mock.control('/users', { username: 'bob' })
  const app = await openApp(await sharedBrowser(skip), mock)
  await begin(app, ['username', 'payments', 'wallet_address'])

  await app.page.getByRole('radio', { name: 'bob' }).check()
  await app.page.getByRole('checkbox', { name: 'payments' }).uncheck()
  await app.button('Allow').click()

  expect(await app.events(1)).toEqual([['entered', 'bob']])
  expect(await app.page.evaluate(() => Pi.consentedScopes)).toEqual([
    'username',
    'wallet_address',
    'platform',
  ])
  expect(await app.dialogs()).toBe(0)
})

test('authenticate resolves with the token and the whole user of GET /v2/me', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock)
  const { accessToken, user } = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    PiMock.autopilot({ user: 'alice' })
    return Pi.authenticate(['username', 'wallet_address'], () => undefined)
  })
  const headers = { authorization: `Bearer ${accessToken}` }
  const { body } = await mock.call('GET', '/v2/me', { headers })
  expect(user).toEqual(body)
  expect(user).toMatchObject({ username: 'alice', wallet_address: expect.stringMatching(/^G/) })
})

test('consent is remembered for app and user, the scopes of the page are not', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  await begin(app)
  await app.button('Allow').click()
  await app.events(1)

  await app.page.reload()
  const message = await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    try {
      Pi.createPayment({ amount: 1, memo: 'm', metadata: { a: 1 } }, callbacks)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  })
  expect(message).toBe('Cannot create a payment without "payments" scope')
  await begin(app)
  expect(await app.events(1)).toEqual([['entered', 'alice']])

  await app.page.evaluate(() => PiMock.signOut())
  await begin(app)
  await app.button('Refuse').waitFor()
})

test.for(['Refuse', 'Escape'])('%s refuses the consent', async (how, { skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock)
  await app.page.locator('#buy').focus()
  await begin(app)
  await app.button('Refuse').waitFor()
  if (how === 'Escape') await app.page.keyboard.press('Escape')
  else await app.button('Refuse').click()
  expect(await app.events(1)).toEqual([['refused', 'User consent cancelled.']])
  expect(await app.dialogs()).toBe(0)
  expect(await app.page.evaluate(() => document.activeElement?.id)).toBe('buy')
  const newest = async () => (await mock.call('GET', '/_mock/sdk-reports')).body.reports[0]
  await expect.poll(newest).toMatchObject({
    kind: 'error',
    name: 'authenticate',
    detail: 'Error: User consent cancelled.',
  })
})

test('a new user can be made in the dialog; a name that exists is refused there', async ({
  skip,
}) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  await begin(app)
  await app.page.getByRole('radio', { name: 'New user' }).check()
  await app.page.getByLabel('Username', { exact: true }).last().fill('alice')
  await app.button('Allow').click()
  await expect.poll(() => app.page.getByRole('alert').textContent()).toContain('alice')
  await app.page.getByLabel('Username', { exact: true }).last().fill('carol')
  await app.button('Allow').click()
  expect(await app.events(1)).toEqual([['entered', 'carol']])
})

test('two calls at once show one dialog', async ({ skip }) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  await begin(app)
  await begin(app)
  await app.button('Allow').waitFor()
  expect(await app.dialogs()).toBe(1)
  await app.button('Allow').click()
  expect(await app.events(2)).toEqual([
    ['entered', 'alice'],
    ['entered', 'alice'],
  ])
  expect(await app.dialogs()).toBe(0)
})

test('an incomplete payment is handed to its callback', async ({ skip }) => {
  const mock = await startMock()
  await mock.signIn('alice')
  const { id } = await mock.havePayment('paid')
  const app = await openApp(await sharedBrowser(skip), mock)
  await begin(app)
  await app.button('Allow').click()
  const events = await app.events(2)
  expect(events).toContainEqual(['entered', 'alice'])
  expect(events).toContainEqual(['incomplete', expect.objectContaining({ identifier: id })])
})

test('two calls at the same time hand it to their own callbacks', async ({ skip }) => {
  const mock = await startMock()
  await mock.signIn('alice')
  await mock.havePayment('paid')
  const app = await openApp(await sharedBrowser(skip), mock, {
    attributes: 'data-autopilot="alice"',
  })
  await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    const call = (name: string) =>
      Pi.authenticate(['username', 'payments'], () => void events.push([name]))
    await Promise.all([call('first'), call('second')])
  })
  expect((await app.events(2)).sort()).toEqual([['first'], ['second']])
})

test('scopes that do not exist, and no list, are refused and named in the console', async ({
  skip,
}) => {
  const app = await openApp(await sharedBrowser(skip), await startMock())
  await begin(app, ['username', 'everything'])
  await app.page.evaluate(() => enter('username' as unknown as string[]))
  expect(await app.events(2)).toEqual([
    ['refused', INVALID_SCOPES],
    ['refused', INVALID_SCOPES],
  ])
  expect(await app.line('everything')).toMatch(
    /scopes must contain only username, .+, not the text "everything"/,
  )
  expect(await app.line('list')).toContain(
    'scopes must be a list of scopes, not the text "username"',
  )
  expect(await app.dialogs()).toBe(0)
})

test('without onIncompletePaymentFound the console names the argument', async ({ skip }) => {
  const mock = await startMock()
  await mock.signIn('alice')
  await mock.havePayment('paid')
  const app = await openSignedIn(await sharedBrowser(skip), mock)
  const { username } = await app.page.evaluate(async () => {
    PiMock.autopilot({ user: 'alice' })
    const nothing = undefined as unknown as () => void
    return (await Pi.authenticate(['username', 'payments'], nothing)).user
  })
  expect(username).toBe('alice')
  expect(await app.line('onIncompletePaymentFound must')).toContain(
    'Pi.authenticate: onIncompletePaymentFound must be a function, not undefined.',
  )
})

test('a mock that does not respond ends authenticate with the text of Pi', async ({ skip }) => {
  const mock = await startMock()
  const app = await openApp(await sharedBrowser(skip), mock)
  await mock.close()
  await begin(app)
  expect(await app.events(1)).toEqual([['refused', 'Authentication failed.']])
  expect(await app.line('does not respond')).toContain(mock.url)
})
