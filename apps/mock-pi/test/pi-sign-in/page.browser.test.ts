import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test } from 'vitest'
import { openApp } from '../pi-sdk/open-app.ts'
import { openExample } from './open-example.ts'
import { startSignIn } from './start-sign-in.ts'

test('the example of the README signs in and reads the user', async ({ skip }) => {
  const mock = await startSignIn()
  const app = await openExample(await sharedBrowser(skip), mock)
  await app.button('Sign in with Pi').click()
  await app.page.getByRole('heading', { name: 'Sign in to demo-app with Pi' }).waitFor()
  expect(new URL(app.page.url()).origin).toBe(mock.url)
  await app.page.getByRole('radio', { name: 'bob' }).check()
  await app.button('Allow').click()
  expect(await app.line('hello')).toBe('hello bob')
  expect(app.page.url()).toBe(`${app.origin}/`)
  expect(app.logged.filter((line) => line.includes('Content Security Policy'))).toEqual([])
})

test('no other page frames it, or answers in its place', async ({ skip }) => {
  const mock = await startSignIn()
  const browser = await sharedBrowser(skip)
  const target = `${mock.url}${mock.path()}`
  const framing = await openApp(browser, mock, { body: `<iframe src="${target}"></iframe>` })
  expect(await framing.line('frame-ancestors')).toContain(mock.url)

  const form = `<form method="post" action="${target}"><input name="answer" value="allow">
    <input name="user" value=""><input name="username" value="carol"><button>Send</button></form>`
  const forging = await openApp(browser, mock, { body: form })
  await forging.button('Send').click()
  await forging.page.getByText('this came from elsewhere').waitFor()
  const { users } = (await mock.call('GET', '/_mock/users')).body
  expect(users.map(({ username }: { username: string }) => username)).toEqual(['alice', 'bob'])
})
