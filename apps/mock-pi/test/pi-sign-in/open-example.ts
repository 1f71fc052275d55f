import { readFileSync } from 'node:fs'
import { openApp, type Browser } from '../pi-sdk/open-app.ts'
import type { startSignIn } from './start-sign-in.ts'

type SignIn = Awaited<ReturnType<typeof startSignIn>>

/** An app on this machine that has the example of the README as its page. */
export function openExample(browser: Browser, mock: SignIn) {
  const file = new URL('../README.md', import.meta.resolve('@aloha-pi/browser-sdk'))
  const examples = readFileSync(file, 'utf8').match(/(?<=```html\n)[^]*?(?=```)/g) ?? []
  const example = examples.find((text) => text.includes('signIn'))!
  const load = example
    .replaceAll('http://127.0.0.1:3141', mock.url)
    .replace('CLIENT_ID', mock.clientId)
  return openApp(browser, mock, { load })
}
