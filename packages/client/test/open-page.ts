import type { LaunchedChromium } from '@aloha-pi/test-browser'
import { onTestFinished } from 'vitest'
import { bundle } from './bundle.ts'
import { startServer } from './start-server.ts'

type Browser = Extract<LaunchedChromium, { ok: true }>['browser']

/** An empty page with its own origin, which has the package as the global `client`. */
export async function openPage(browser: Browser) {
  const { code } = await bundle({ format: 'iife', globalName: 'client' })
  const { url } = await startServer((res, { path }) => {
    if (path === '/client.js') res.setHeader('content-type', 'text/javascript').end(code)
    else res.setHeader('content-type', 'text/html').end('<script src="/client.js"></script>')
  })
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(url)
  return page
}
