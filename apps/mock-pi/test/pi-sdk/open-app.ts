// The types of pages need the browser's.
/// <reference lib="dom" />
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PiMock, PiSdk } from '@aloha-pi/browser-sdk'
import type { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished } from 'vitest'
import type { startMock } from '../start-mock.ts'

export type Browser = Awaited<ReturnType<typeof sharedBrowser>>
export type Mock = Awaited<ReturnType<typeof startMock>>
export type App = Awaited<ReturnType<typeof openApp>>

/** What a page of the tests has as globals. */
declare global {
  var Pi: PiSdk
  var PiMock: PiMock
  /** The callbacks that were called, with their arguments. */
  var events: unknown[][]
  var callbacks: Parameters<PiSdk['createPayment']>[1]
  /** Authenticates and notes what came of it. */
  var enter: (scopes?: string[]) => Promise<void>
}

type AppOptions = {
  /** More attributes of the script tag. */
  attributes?: string
  /** Of the script's URL. */
  query?: string
  /** What loads the script; default: a script tag. */
  load?: string
  headers?: Record<string, string>
  status?: number
  head?: string
  body?: string
  context?: Parameters<Browser['newContext']>[0]
}

/** Defines what the globals above say, for a page that has the SDK. */
export const APP = `
  window.events = []
  const note = (name) => (...args) => void events.push([name, ...args])
  window.callbacks = {
    onReadyForServerApproval: note('approval'),
    onReadyForServerCompletion: note('completion'),
    onCancel: note('cancel'),
    onError: (error, ...more) => void events.push(['error', error.message, ...more]),
  }
  window.enter = async (scopes = ['username', 'payments']) => {
    try {
      const { user } = await Pi.authenticate(scopes, note('incomplete'))
      events.push(['entered', user.username])
    } catch (error) {
      events.push(['refused', error.message])
    }
  }`

/** A page of another origin than the mock, which loads the SDK from it. */
export async function openApp(browser: Browser, mock: { url: string }, options: AppOptions = {}) {
  const { attributes = '', query = '', head = '', body = '', context = {} } = options
  const src = `${mock.url}/pi-sdk.js${query}`
  const { load = `<script src="${src}" ${attributes}></script>` } = options
  const origin = await serve(
    `<!doctype html><title>app</title><meta name="viewport" content="width=device-width">${head.replaceAll('SRC', src)}
    <body><button id="buy">Buy</button>${body}${load.replaceAll('SRC', src)}<script src="/app.js"></script>`,
    options,
  )
  const opened = await browser.newContext(context)
  onTestFinished(() => opened.close())
  const page = await opened.newPage()
  const logged: string[] = []
  const requested: string[] = []
  page.on('console', (message) => logged.push(message.text()))
  page.on('pageerror', (error) => logged.push(`uncaught: ${error.message}`))
  const waiting = new Set<string>()
  page.on('request', (request) => {
    requested.push(request.url())
    waiting.add(request.url())
  })
  page.on('requestfinished', (request) => void waiting.delete(request.url()))
  page.on('requestfailed', (request) => void waiting.delete(request.url()))
  await page.goto(origin)

  return {
    page,
    origin,
    logged,
    requested,
    /** URLs that have no response yet. */
    waiting: () => [...waiting],
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    dialogs: () => page.locator('dialog[open]').count(),
    /** The events as soon as there are `count` of them. */
    async events(count: number): Promise<unknown[][]> {
      await page.waitForFunction((least) => events.length >= least, count)
      return page.evaluate(() => events)
    },
    /** As soon as the console has a line with the text. */
    async line(text: string): Promise<string> {
      const known = logged.find((each) => each.includes(text))
      return (
        known ?? (await page.waitForEvent('console', (each) => each.text().includes(text))).text()
      )
    },
  }
}

async function serve(
  html: string,
  { headers = {}, status = 200 }: Pick<AppOptions, 'headers' | 'status'>,
): Promise<string> {
  const server = createServer((req, res) => {
    if (req.url === '/app.js') return void res.setHeader('content-type', 'text/javascript').end(APP)
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value)
    res.writeHead(status, { 'content-type': 'text/html' }).end(html)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  // A server on a port has an address of this type.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A page in which the autopilot has signed alice in. */
export async function openSignedIn(browser: Browser, mock: Mock, options: AppOptions = {}) {
  const app = await openApp(browser, mock, options)
  await app.page.evaluate(async () => {
    await Pi.init({ version: '2.0' })
    PiMock.autopilot({ user: 'alice' })
    await enter(['username', 'payments', 'wallet_address'])
    PiMock.autopilot(null)
    events.length = 0
  })
  // Nothing in the page waits for this look, which would find a payment that a test makes now.
  const isLooking = () => app.waiting().some((url) => url.endsWith('/v2/payments/incomplete'))
  await expect.poll(isLooking).toBe(false)
  return app
}

/** Begins a payment of 3.14 Pi and returns its id, once the app's server would have it. */
export async function beginPayment({ page }: App, data: object = {}): Promise<string> {
  await page.evaluate((more) => {
    Pi.createPayment({ amount: 3.14, memo: 'Espresso', metadata: { order: 1 }, ...more }, callbacks)
  }, data)
  const found = await page.waitForFunction(() => events.find(([name]) => name === 'approval'))
  const [, id] = (await found.jsonValue()) as [string, string]
  return id
}
