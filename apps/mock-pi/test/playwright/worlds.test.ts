import { usePi, type UsePiOptions } from '@aloha-pi/mock-pi/playwright'
import { expect, test } from 'vitest'
import type { PlaywrightRoute, RouteHandler } from '../../src/playwright/playwright-types.ts'
import { startMock } from '../start-mock.ts'

/** A page without a browser: what it asks of Pi's hosts goes through the routing of usePi. */
async function openPage(mock: { url: string }, options: UsePiOptions) {
  let handler: RouteHandler | undefined
  const page = {
    once: () => undefined,
    route: async (_url: RegExp, given: RouteHandler) => void (handler = given),
    unroute: async () => undefined,
  }
  await usePi(page, mock, options)
  return async (url: string, headers: Record<string, string> = {}) => {
    let response: { status: number; headers: Record<string, string>; text: string } | undefined
    const route: PlaywrightRoute = {
      request: () => ({
        url: () => url,
        method: () => 'GET',
        headers: () => headers,
        postDataBuffer: () => null,
        isNavigationRequest: () => false,
        frame: () => ({ page: () => ({ mainFrame: () => ({ url: () => 'http://localhost' }) }) }),
      }),
      fulfill: async ({ body, ...rest }) => void (response = { ...rest, text: body.toString() }),
      abort: async (code) => void (response = { status: 0, headers: {}, text: code }),
    }
    await handler?.(route)
    return response
  }
}

test('a page is played by the world that usePi names, or that its mock is', async () => {
  const mock = await startMock()
  const one = mock.worlds.create({ name: 'one' })
  await mock.call('POST', '/w/one/_mock/users', { json: { username: 'carol' } })

  for (const ask of [
    await openPage(mock, { user: 'carol', world: 'one' }),
    await openPage(one, { user: 'carol' }),
    await openPage({ url: `${one.url}/` }, { user: 'carol', world: 'one' }),
  ]) {
    one.journal.clear()
    const state = await ask('https://sdk.minepi.com/_wallet/state')
    expect(JSON.parse(state?.text ?? '')).toMatchObject({ app: { app_id: one.appId } })
    const root = await ask('https://api.testnet.minepi.com/')
    expect(root?.text).toContain('https://api.testnet.minepi.com/w/one/ledgers')
    expect((await ask('https://api.testnet.minepi.com/w/one/ledgers'))?.status).toBe(200)
    for (const path of ['/ledgers', '/w/one/ledgers']) {
      const stream = await ask(`https://api.testnet.minepi.com${path}`, {
        accept: 'text/event-stream',
      })
      expect(stream?.headers['location']).toBe(`${one.url}/ledgers`)
    }
    expect(one.journal.list().total).toBe(5)
  }
  expect(mock.journal.list().total).toBe(0)
})

test('a world that is not there, a wrong name and two names are refused', async () => {
  const mock = await startMock()
  const one = mock.worlds.create({ name: 'one' })
  const messageOf = (given: { url: string }, world: string) =>
    openPage(given, { world }).then(
      () => 'taken',
      (error: Error) => error.message,
    )
  expect([
    await messageOf(mock, 'none'),
    await messageOf(mock, '../x'),
    await messageOf(one, 'two'),
  ]).toEqual([
    'usePi: There is no world none. POST /_mock/worlds with this name makes it; GET /_mock/worlds lists the worlds',
    'usePi: world must be 1 to 64 letters, digits, "_" or "-", and begin with a letter or a digit',
    'usePi: world is two, but the url of the mock names the world one: give only one of them',
  ])
})
