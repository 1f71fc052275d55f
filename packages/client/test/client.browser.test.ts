import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, test, type TestContext } from 'vitest'
import { openPage } from './open-page.ts'
import { json, startServer } from './start-server.ts'
import { UID, wirePayment } from './wire-payment.ts'
import type * as packageIndex from '../src/index.ts'

/** The bundle as the page has it. */
declare const client: typeof packageIndex

const TOKEN = 'access-token-0123456789abcdefghijklmnopqrstuv'

async function openBrowser(skip: TestContext['skip']) {
  const browser = await sharedBrowser(skip)
  return openPage(browser)
}

type Fault = 'busy' | 'redirect' | 'reset' | 'stall'

/** Pi as a page meets it: routes of access tokens allow any origin, those of server keys none. */
async function startPi(faults: Fault[] = []) {
  return startServer((res, { method, path, headers }) => {
    // On a connection that it has used before, Chromium repeats a request that is reset, by itself.
    res.setHeader('connection', 'close')
    if (path !== '/v2/me') return json(res, 200, wirePayment())
    res.setHeader('access-control-allow-origin', '*')
    res.setHeader('access-control-allow-headers', 'authorization')
    res.setHeader('access-control-expose-headers', 'x-request-id')
    if (method === 'OPTIONS') return void res.writeHead(204).end()
    const fault = faults.shift()
    if (fault === 'stall') return
    if (fault === 'reset') return void res.destroy()
    if (fault === 'redirect') return void res.writeHead(302, { location: '/v2/me' }).end()
    if (fault === 'busy') return void res.writeHead(503).end('<h1>busy</h1>')
    if (headers['authorization'] !== `Bearer ${TOKEN}`) return void res.writeHead(401).end()
    json(res, 200, { uid: UID }, { 'x-request-id': 'r-1' })
  })
}

test('in Chromium the user of an access token is read, after a retry', async ({ skip }) => {
  const page = await openBrowser(skip)
  const pi = await startPi(['busy', 'reset'])
  const response = await page.evaluate(
    async ([baseUrl, token]) => {
      const { data, status, requestId, headers } = await client
        .createPiClient({ baseUrl })
        .me(token!)
        .withResponse()
      return { data, status, requestId, type: headers.get('content-type') }
    },
    [pi.url, TOKEN],
  )
  expect(response).toEqual({
    data: { uid: UID },
    status: 200,
    requestId: 'r-1',
    type: 'application/json; charset=utf-8',
  })
  expect(pi.requests.filter(({ method }) => method === 'GET')).toHaveLength(3)
})

test('in Chromium every failure is one of the classes', async ({ skip }) => {
  const page = await openBrowser(skip)
  const pi = await startPi(['redirect', 'reset', 'stall', 'stall'])
  const errors = await page.evaluate(
    async ([baseUrl, token]) => {
      const pi = client.createPiClient({ baseUrl, retries: 0 })
      const tell = (call: Promise<unknown>) =>
        call.then(
          () => 'no error',
          (error: { name: string; fault?: string; failure?: string; status?: number }) =>
            [error.name, error.fault ?? error.failure ?? error.status].join(' '),
        )
      const abortSoon = () => {
        const controller = new AbortController()
        setTimeout(() => controller.abort(), 300)
        return controller.signal
      }
      return [
        await tell(pi.me(token!)),
        await tell(pi.me(token!)),
        await tell(pi.me(token!, { timeoutMs: 300 })),
        await tell(pi.me(token!, { signal: abortSoon() })),
        await tell(pi.me('another-token')),
        await tell(client.createAlohaClient({ baseUrl: baseUrl!, retries: 0 }).u2a.details('id')),
      ]
    },
    [pi.url, TOKEN],
  )
  expect(errors).toEqual([
    'ResponseShapeError redirect',
    'NetworkError no_answer',
    'TimeoutError ',
    'AbortError ',
    'PiApiError 401',
    // The route of a server key allows no origin: the browser says no more than that.
    'NetworkError no_answer',
  ])
})

test('in Chromium, a server key is refused in pages and in their workers', async ({ skip }) => {
  const page = await openBrowser(skip)
  const messages = await page.evaluate(async () => {
    const attempt = `
      const tell = (make) => { try { make(); return 'taken' } catch (error) { return error.message } }
      const baseUrl = 'https://pay.example'
      const both = [
        tell(() => client.createPiClient({ apiKey: 'k' })),
        tell(() => client.createAlohaClient({ apiKey: 'k', baseUrl })),
      ]`
    const inPage = new Function(`${attempt}; return both`)() as string[]
    const source = `importScripts('${location.origin}/client.js');${attempt};postMessage(both)`
    const worker = new Worker(URL.createObjectURL(new Blob([source])))
    const inWorker = await new Promise<string[]>((resolve) => {
      worker.addEventListener('message', ({ data }) => resolve(data as string[]))
    })
    return [...inPage, ...inWorker]
  })
  const refusal = expect.stringContaining('apiKey: must not be in a browser')
  expect(messages).toEqual([refusal, refusal, refusal, refusal])
})
