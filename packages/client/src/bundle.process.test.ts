import { createContext, runInContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions } from 'esbuild'
import { expect, test } from 'vitest'
import { json, startServer } from '../test/start-server.ts'
import { UID } from '../test/wire-payment.ts'
import type { createPiClient } from './index.ts'

const entry = new URL('./index.ts', import.meta.url).pathname

/** As a web bundler packs it; a `node:` import anywhere fails the build. */
async function bundle(options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    minify: true,
    write: false,
    logLevel: 'silent',
    ...options,
  })
  return outputFiles![0]!.text
}

/** What browsers and Workers have in common; no `process`, no `Buffer`, no `require`. */
const web = {
  AbortController,
  AbortSignal,
  Headers,
  Response,
  TextDecoder,
  URL,
  clearTimeout,
  fetch,
  setTimeout,
}

async function runInWebContext(globals: object) {
  const code = await bundle({ format: 'iife', globalName: 'client' })
  const context = createContext({ ...web, ...globals })
  runInContext(code, context)
  return (context as unknown as { client: { createPiClient: typeof createPiClient } }).client
}

test('it runs with nothing but web globals', async () => {
  const { url } = await startServer((res, { path }) =>
    path === '/v2/me' ? json(res, 200, { uid: UID }) : json(res, 404, { error: 'not_found' }),
  )
  const { createPiClient } = await runInWebContext({})
  const pi = createPiClient({ apiKey: 'a-worker-may-hold-the-key', baseUrl: url })
  expect({ ...(await pi.me('some-access-token')) }).toEqual({ uid: UID })
  await expect(pi.payments.get('abc')).rejects.toMatchObject({ name: 'PiApiError', status: 404 })
})

test('in a window it serves `me` and refuses a server key', async () => {
  const { createPiClient } = await runInWebContext({ window: { document: {} } })
  expect(createPiClient()).toHaveProperty('me')
  expect(() => createPiClient({ apiKey: 'k' })).toThrow('apiKey: must not be in a browser')
})

test('the sources import only each other, the contracts and ts-rest', async () => {
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'browser',
    packages: 'external',
    format: 'esm',
    write: false,
    metafile: true,
  })
  const [output] = Object.values(metafile.outputs)
  expect(new Set(output!.imports.map((each) => each.path))).toEqual(
    new Set(['@aloha-pi/contracts', '@aloha-pi/contracts/platform', '@ts-rest/core']),
  )
})

test('the bundle keeps its size', async () => {
  const kilobytes = (code: string) => gzipSync(code, { level: 9 }).length / 1000
  expect(kilobytes(await bundle({ external: ['zod', '@ts-rest/core'] }))).toBeLessThan(9.5)
  // ts-rest is 15 of it, 13 of which are a zod 3 that it carries for deprecated exports.
  expect(kilobytes(await bundle({ external: ['zod'] }))).toBeLessThan(24.5)
})
