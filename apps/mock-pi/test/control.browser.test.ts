import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sharedBrowser } from '@aloha-pi/test-browser'
import { expect, onTestFinished, test } from 'vitest'
import { startMock } from './start-mock.ts'

test("M3: in a browser, a local page controls nothing and the mock's own page does", async ({
  skip,
}) => {
  const { url, world } = await startMock()
  const browser = await sharedBrowser(skip)
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  /** What a script of the page sees of each way to reset the mock. */
  const resetFrom = async (address: string) => {
    await page.goto(address)
    return page.evaluate(async (target) => {
      const post = async (init: RequestInit) =>
        fetch(target, { method: 'POST', body: '{}', ...init }).then(
          ({ status }) => status,
          () => 'blocked',
        )
      const json = { 'content-type': 'application/json' }
      return [await post({ headers: json }), await post({ mode: 'no-cors' })]
    }, `${url}/_mock/reset`)
  }
  const before = world.worldId

  // Opaque responses of no-cors have status 0, whatever was done: the world shows it.
  expect(await resetFrom(await serveEmptyPage())).toEqual(['blocked', 0])
  expect(world.worldId).toBe(before)
  expect(await resetFrom(`${url}/docs`)).toEqual([200, 415])
  expect(world.worldId).not.toBe(before)
})

/** Another local origin: the same machine, another port. */
async function serveEmptyPage(): Promise<string> {
  const server = createServer((_req, res) => {
    res.setHeader('content-type', 'text/html').end('<!doctype html>')
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  // A server on a port has an address of this type.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
