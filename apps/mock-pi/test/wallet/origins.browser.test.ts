import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test } from 'vitest'
import { startMock } from '../start-mock.ts'

test('in a browser, a page of this machine acts as the user, and waits', async ({ skip }) => {
  const { url, control, havePayment } = await startMock()
  const browser = await sharedBrowser(skip)
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.goto(await serveEmptyPage())
  const { id } = await havePayment()

  const made = await page.evaluate(async (target) => {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{"username":"carol"}' }
    const response = await fetch(target, init)
    return [response.status, (await response.json()).username]
  }, `${url}/_wallet/users`)
  expect(made).toEqual([201, 'carol'])

  const waiting = page.evaluate(
    async (target) => (await (await fetch(target)).json()).timeline.at(-1).event,
    `${url}/_wallet/payments/${id}?since=1`,
  )
  await control(`/payments/${id}/cancel`)
  expect(await waiting).toBe('cancelled_by_user')

  const ofSandbox = await page.evaluate(async (target) => {
    const frame = document.createElement('iframe')
    frame.sandbox.add('allow-scripts')
    frame.srcdoc = `<script>fetch('${target}').then(
      () => parent.postMessage('read', '*'), () => parent.postMessage('blocked', '*'))</script>`
    const told = new Promise((resolve) => {
      addEventListener('message', ({ data }) => resolve(data), { once: true })
    })
    document.body.append(frame)
    return told
  }, `${url}/_wallet/state`)
  // Its origin is "null".
  expect(ofSandbox).toBe('blocked')
})

/** Another local origin: the same machine, another port. */
async function serveEmptyPage(): Promise<string> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html').end('<!doctype html><body>')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  // A server on a port has an address of this type.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
