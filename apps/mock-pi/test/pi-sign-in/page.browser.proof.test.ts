import { sharedBrowser } from '@aloha-pi/test-browser'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { openApp, type Browser } from '../pi-sdk/open-app.ts'
import { openExample } from './open-example.ts'
import { startSignIn } from './start-sign-in.ts'

async function openPage(
  browser: Browser,
  url: string,
  context: Parameters<Browser['newContext']>[0] = {},
) {
  const opened = await browser.newContext(context)
  const page = await opened.newPage()
  const logged: string[] = []
  page.on('console', (message) => logged.push(message.text()))
  await page.goto(url)
  return { page, logged, close: () => opened.close() }
}

test('who refuses comes back with the error', async ({ skip }) => {
  const app = await openExample(await sharedBrowser(skip), await startSignIn())
  await app.button('Sign in with Pi').click()
  await app.button('Refuse').click()
  expect(await app.line('access_denied')).toContain('The user declined')
})

test('the keyboard alone makes a user and allows', async ({ skip }) => {
  const mock = await startSignIn()
  const app = await openExample(await sharedBrowser(skip), mock)
  await app.button('Sign in with Pi').focus()
  await app.page.keyboard.press('Enter')
  await app.page.getByRole('radio', { name: 'alice' }).waitFor()
  const { keyboard } = app.page
  await keyboard.press('Tab')
  await keyboard.press('ArrowUp') // from the first radio to the last
  await keyboard.press('Tab')
  await keyboard.type('carol')
  await keyboard.press('Enter')
  expect(await app.line('hello')).toBe('hello carol')
})

test('the name of another user is asked for only when one is wanted', async ({ skip }) => {
  const mock = await startSignIn()
  const { page, close } = await openPage(await sharedBrowser(skip), `${mock.url}${mock.path()}`)
  const name = page.getByRole('textbox', { name: /^Username/ })
  expect(await name.isVisible()).toBe(false)
  await page.getByRole('radio', { name: 'Another user' }).check()
  expect(await name.isVisible()).toBe(true)
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  expect(await page.getByRole('alert').textContent()).toContain('The username must be')
  await close()
})

test('an app of this machine may send the browser on to another of its ports', async ({ skip }) => {
  const mock = await startSignIn()
  const browser = await sharedBrowser(skip)
  const app = await openApp(browser, mock)
  const going = await openApp(browser, mock, { status: 302, headers: { location: app.origin } })
  await app.page.goto(`${mock.url}${mock.path({ redirect_uri: going.origin })}`)
  await app.button('Allow').click()
  await app.page.waitForURL((url) => url.hash.includes('access_token'))
  expect(new URL(app.page.url()).origin).toBe(app.origin)
})

test('a redirect to ::1 is followed, though a policy cannot name that address', async ({
  skip,
}) => {
  const mock = await startSignIn({ hosts: ['::1'] }).catch((error: Error) => skip(error.message))
  const redirect = `${mock.url}/pi-sdk.js`
  const { page, close } = await openPage(
    await sharedBrowser(skip),
    `${mock.url}${mock.path({ redirect_uri: redirect })}`,
  )
  await page.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.waitForURL((url) => url.hash.includes('access_token'))
  expect(page.url().split('#')[0]).toBe(redirect)
  await close()
})

test.for([
  { width: 360, height: 640, colorScheme: 'light' as const },
  { width: 360, height: 640, colorScheme: 'dark' as const },
  { width: 1280, height: 800, colorScheme: 'light' as const },
  { width: 1280, height: 800, colorScheme: 'dark' as const },
])(
  'axe finds nothing at $width px in $colorScheme, and everything fits',
  async ({ width, height, colorScheme }, { skip }) => {
    const mock = await startSignIn()
    const browser = await sharedBrowser(skip)
    const redirect = `http://localhost:3000/${'a-long-path-'.repeat(20)}`
    const { page, logged, close } = await openPage(
      browser,
      `${mock.url}${mock.path({ redirect_uri: redirect, scope: 'username payments' })}`,
      { viewport: { width, height }, colorScheme, bypassCSP: true },
    )
    const look = async () => {
      await page.evaluate(axe.source)
      return page.evaluate(async () => {
        const { axe: inPage } = window as unknown as { axe: typeof axe }
        const { violations } = await inPage.run()
        return {
          broken: violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`,
          ),
          overflow: document.documentElement.scrollWidth - window.innerWidth,
        }
      })
    }
    const fine = { broken: [], overflow: 0 }
    expect(await look()).toEqual(fine)
    await page.getByRole('radio', { name: 'Another user' }).check()
    await page.getByText('What else can happen').click()
    expect(await look()).toEqual(fine)
    await page.getByRole('button', { name: 'Allow', exact: true }).click()
    await page.getByRole('alert').waitFor()
    expect(await look()).toEqual(fine)
    await page.goto(
      `${mock.url}${mock.path({ redirect_uri: `https://${'evil.'.repeat(30)}example/` })}`,
    )
    expect(await look()).toEqual(fine)
    expect(logged.filter((line) => line.includes('Content Security Policy'))).toEqual([])
    await close()
  },
)
