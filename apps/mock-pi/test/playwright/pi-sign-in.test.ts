import { usePi, type UsePiOptions } from '@aloha-pi/mock-pi/playwright'
import { expect, test } from 'vitest'
import type { RouteHandler } from '../../src/playwright/playwright-types.ts'
import { startSignIn } from '../pi-sign-in/start-sign-in.ts'

/** What a browser that goes to a URL of Pi's accounts host gets, without a browser. */
async function startRouted(options?: UsePiOptions) {
  const mock = await startSignIn()
  const handlers: RouteHandler[] = []
  const page = {
    once: () => undefined,
    route: async (_url: RegExp, handler: RouteHandler) => void handlers.push(handler),
    unroute: async () => undefined,
  }
  await usePi(page, mock, options)
  const open = (path: string, isNavigationRequest = true) =>
    new Promise<string>((resolve, reject) => {
      const request = {
        url: () => `https://accounts.pinet.com${path}`,
        method: () => 'GET',
        headers: () => (isNavigationRequest ? {} : { origin: 'https://shop.example' }),
        postDataBuffer: () => null,
        isNavigationRequest: () => isNavigationRequest,
        frame: () => {
          throw new Error('no frame')
        },
      }
      const route = {
        request: () => request,
        fulfill: async ({ status, body }: { status: number; body: Buffer }) =>
          resolve(`${status} ${body.toString()}`),
        abort: async (code: string) => resolve(code),
      }
      handlers[0]!(route).catch(reject)
    })
  return { ...mock, open }
}

test('the user allows, and a page leads on to the app, which may be routed too', async () => {
  const { open, path } = await startRouted({ user: 'alice' })
  expect(await open(path())).toMatch(
    /^200 .+http-equiv="refresh" content="0;url=http:\/\/localhost:3000\/callback#access_token=/s,
  )
})

test('the user refuses; wrong requests go back without being asked', async () => {
  const { open, path } = await startRouted({ user: 'alice', consent: 'refuse' })
  expect(await open(path())).toContain('#error=access_denied')
  expect(await open(path({ response_type: 'code' }))).toContain('#error=unsupported_response_type')
})

test('without a user the page asks, and what is wrong is shown in any case', async () => {
  const { open, path } = await startRouted()
  expect(await open(path())).toContain('Sign in to demo-app with Pi')
  const autopilot = await startRouted({ user: 'alice' })
  const shown = await autopilot.open(autopilot.path({ redirect_uri: 'https://evil.example/' }))
  expect(shown).toMatch(/^400 .+This app cannot sign you in/s)
  expect(shown).not.toContain('refresh')
})

test('a call from a page signs no one in', async () => {
  const { open, path } = await startRouted({ user: 'alice' })
  expect(await open(path(), false)).toBe('accessdenied')
})
