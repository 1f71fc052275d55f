import { sharedBrowser } from '@aloha-pi/test-browser'
import { usePi, type UsePiOptions } from '@aloha-pi/mock-pi/playwright'
import { expect, test, type TestContext } from 'vitest'
import { startMock } from '../start-mock.ts'
import { openContext } from './open-shop.ts'

const ORIGIN = 'https://shop.example'
const REDIRECT = `${ORIGIN}/back`

async function openRouted(skip: TestContext['skip'], options?: UsePiOptions) {
  const mock = await startMock()
  await mock.control(`/apps/${mock.appId}`, { redirect_uris: [REDIRECT] }, 'PATCH')
  const opened = await openContext(await sharedBrowser(skip), ORIGIN)
  const { page } = opened
  await usePi(page, mock, options)
  await page.goto(`${ORIGIN}/`)
  const query = new URLSearchParams({
    response_type: 'token',
    client_id: mock.clientId,
    redirect_uri: REDIRECT,
    state: 's-1',
  })
  return {
    ...opened,
    mock,
    link: `https://accounts.pinet.com/oauth/authorize?${query.toString()}`,
    signIn: () =>
      page.evaluate(
        ([clientId, redirectUri]) => Pi.signIn({ clientId, redirectUri, state: 's-1' }),
        [mock.clientId, REDIRECT] as const,
      ),
    /** The fragment with which the browser comes back to the app, whose pages are routed too. */
    async back() {
      await page.waitForURL((url) => url.href.startsWith(`${REDIRECT}#`))
      return Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)))
    },
  }
}

test('Pi.signIn leads to the host of Pi Sign-in; without a user its page asks', async ({
  skip,
}) => {
  const { mock, page, outside, signIn, back } = await openRouted(skip)
  await signIn()
  await page.getByRole('heading', { name: 'Sign in to demo-app with Pi' }).waitFor()
  expect(new URL(page.url()).origin).toBe('https://accounts.pinet.com')
  await page.getByRole('radio', { name: 'bob' }).check()
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  const { access_token: token, state } = await back()
  expect(state).toBe('s-1')
  const headers = { authorization: `Bearer ${token}` }
  expect((await mock.call('GET', '/v2/me', { headers })).body).toMatchObject({ username: 'bob' })
  expect(outside).toEqual([])
})

test('the user signs in by a link of the app, or refuses, without a page', async ({ skip }) => {
  const { mock, page, outside, link, back } = await openRouted(skip, { user: 'alice' })
  await page.goto(`${link}&scope=username%20wallet_address%20payments`)
  const { access_token: token, state } = await back()
  expect(state).toBe('s-1')
  const headers = { authorization: `Bearer ${token}` }
  const { body } = await mock.call('GET', '/v2/me', { headers })
  expect(body.username).toBe('alice')
  expect(body.credentials.scopes).toContain('wallet_address')
  expect(body.credentials.scopes).not.toContain('payments')

  await usePi(page, mock, { user: 'alice', consent: 'refuse' })
  await page.goto(`${ORIGIN}/`)
  await page.evaluate((url) => location.assign(url), link)
  expect(await back()).toMatchObject({ error: 'access_denied', state: 's-1' })
  expect(outside).toEqual([])
})

test("the user takes the time that is set, on the mock's clock", async ({ skip }) => {
  const { mock, page, signIn } = await openRouted(skip, { user: 'alice', delayMs: 60_000 })
  await mock.control('/clock/freeze')
  await signIn()
  let moves = 0
  const moveOn = async () => {
    moves += 1
    await mock.control('/clock/advance', { ms: 20_000 })
    return page.url()
  }
  await expect.poll(moveOn).toContain('access_token')
  expect(moves).toBeGreaterThanOrEqual(3)
})

test('a wrong redirect URI is shown, and nothing leads there', async ({ skip }) => {
  const { page, outside, link } = await openRouted(skip, { user: 'alice' })
  await page.goto(link.replace(encodeURIComponent(REDIRECT), 'https%3A%2F%2Fevil.example%2F'))
  expect(await page.getByRole('main').textContent()).toContain('is not a redirect URI of demo-app')
  expect(outside).toEqual([])
})

test('in a frame no one signs in', async ({ skip }) => {
  const { page, link } = await openRouted(skip, { user: 'alice' })
  await page.evaluate((url) => {
    const frame = document.createElement('iframe')
    frame.src = url
    document.body.append(frame)
    return new Promise((resolve) => frame.addEventListener('load', resolve))
  }, link)
  const urls = page.frames().map((frame) => frame.url())
  expect(urls).toHaveLength(2)
  expect(urls.filter((url) => url.includes('access_token'))).toEqual([])
  expect(urls[1]).toMatch(/^chrome-error:/)
})
