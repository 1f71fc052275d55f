import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { bundle } from './bundle.ts'
import { json, startServer } from './start-server.ts'
import { PAYMENT_ID, UID, wirePayment } from './wire-payment.ts'
import type * as client from '../src/index.ts'

/** What browsers and Workers have in common; no `process`, no `Buffer`, no `require`, no `setImmediate`. */
const web = {
  AbortController,
  AbortSignal,
  Headers,
  Response,
  TextDecoder,
  URL,
  clearTimeout,
  crypto,
  fetch,
  setTimeout,
}

/** The package as a bundler packs it, in a context that has these globals and JavaScript's own. */
async function runBundle(platform: 'browser' | 'neutral', globals: object = {}) {
  const { code } = await bundle({ platform, format: 'iife', globalName: 'client' })
  const context = createContext({ ...web, ...globals })
  runInContext(code, context)
  return (context as unknown as { client: typeof client }).client
}

test.each(['neutral', 'browser'] as const)(
  'bundled for the platform %s it runs with nothing but web globals',
  async (platform) => {
    const busy = [true]
    const { url, requests } = await startServer((res, { path }) => {
      if (path === '/v2/me') return json(res, 200, { uid: UID })
      if (busy.pop()) return void res.writeHead(503).end('<h1>busy</h1>')
      return json(res, 200, wirePayment())
    })
    const { createPiClient, createAlohaClient } = await runBundle(platform)
    const pi = createPiClient({ apiKey: 'a-worker-may-hold-the-key', baseUrl: url })
    expect({ ...(await pi.me('some-access-token')) }).toEqual({ uid: UID })
    expect(await pi.payments.get(PAYMENT_ID)).toMatchObject({ identifier: PAYMENT_ID })
    expect(requests).toHaveLength(3)

    const aloha = createAlohaClient({ apiKey: 'a-worker-may-hold-it-too', baseUrl: url })
    const odd = aloha.u2a.approve(PAYMENT_ID, { retries: 0 })
    await expect(odd).rejects.toMatchObject({ name: 'OutcomeUnknownError' })
  },
)

const browsers = {
  window: { window: { document: {} } },
  'worker of a browser': { navigator: { userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' } },
}

test.each(Object.entries(browsers))('in a %s a server key is refused', async (_, globals) => {
  const { createPiClient, createAlohaClient } = await runBundle('browser', globals)
  const baseUrl = 'https://pay.example'
  const message = 'apiKey: must not be in a browser'
  expect(createPiClient()).toHaveProperty('me')
  expect(createAlohaClient({ baseUrl })).toHaveProperty('u2a.details')
  expect(() => createPiClient({ apiKey: 'k' })).toThrow(message)
  expect(() => createAlohaClient({ apiKey: 'k', baseUrl })).toThrow(message)
})

test('in a Worker of Cloudflare a server key is taken', async () => {
  const navigator = { userAgent: 'Cloudflare-Workers' }
  const { createPiClient } = await runBundle('neutral', { navigator })
  expect(createPiClient({ apiKey: 'k' })).toHaveProperty('payments')
})

test('the sources import only each other and the wire part of the contracts', async () => {
  const { imports } = await bundle({ packages: 'external' })
  expect(imports).toEqual(['@aloha-pi/contracts/wire'])
})

test('the bundle holds no ts-rest, and leaves nothing but zod to be imported', async () => {
  const { inputs, imports } = await bundle({ external: ['zod'] })
  expect(imports).toEqual(['zod'])
  expect(inputs.filter((path) => path.includes('node_modules'))).toEqual([])
})

test('the size is below its budget of 20 kB, and as the README states it', async () => {
  // Minified by esbuild for the browser, gzip -9, in kB of 1000 bytes.
  const kilobytes = ({ code }: { code: string }) => gzipSync(code, { level: 9 }).length / 1000
  const without = kilobytes(await bundle({ external: ['zod'] }))
  const whole = kilobytes(await bundle())
  expect(without).toBeLessThan(20)

  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, statedWithout, statedWhole] = /(\d+) kB without zod, (\d+) kB with it/.exec(readme)!
  expect(Math.abs(without - Number(statedWithout))).toBeLessThan(1)
  expect(Math.abs(whole - Number(statedWhole))).toBeLessThan(2)
})
