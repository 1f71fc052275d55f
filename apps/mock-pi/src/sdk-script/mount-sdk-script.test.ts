import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { rawRequest } from '../../test/raw-request.ts'
import { startMock } from '../../test/start-mock.ts'
import { buildSdkScript } from './sdk-script.prebuilt.ts'

test('the browser SDK is served to pages of any origin, and asked for again each time', async () => {
  const { url } = await startMock()
  const response = await fetch(`${url}/pi-sdk.js`, { headers: { origin: 'https://app.example' } })
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })
  const text = await response.text()
  expect(text).toBe(await buildSdkScript())
  expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(text)))
})

test('the same script is not sent twice', async () => {
  const { url } = await startMock()
  const first = await rawRequest(`${url}/pi-sdk.js`)
  const etag = first.headers.etag ?? ''
  expect(etag).toMatch(/^"[\w-]{43}"$/)
  const again = await rawRequest(`${url}/pi-sdk.js`, { headers: { 'if-none-match': etag } })
  expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag])
})

test('HEAD has the headers without the script; other methods are 405', async () => {
  const { url } = await startMock()
  const head = await rawRequest(`${url}/pi-sdk.js`, { method: 'HEAD' })
  expect([head.status, head.text]).toEqual([200, ''])
  expect(Number(head.headers['content-length'])).toBeGreaterThan(10_000)
  const post = await rawRequest(`${url}/pi-sdk.js`, { method: 'POST' })
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD'])
})

test.each([
  ['/pi-sdk.js', 200],
  ['/_wallet/state', 200],
  ['/v2/me', 401],
  ['/_mock', 403],
  ['/docs', 403],
  ['/ledgers', 403],
])('the host sdk.minepi.com, %s: %i', async (path, status) => {
  const { url } = await startMock()
  const response = await rawRequest(`${url}${path}`, { headers: { host: 'sdk.minepi.com' } })
  expect(response.status).toBe(status)
})

test('the script is below its budget of 25 kB, as the README states it, and has no code of a package', async () => {
  const script = await buildSdkScript()
  // Gzip -9, in kB of 1000 bytes.
  const size = gzipSync(script, { level: 9 }).length / 1000
  expect(size).toBeLessThan(25)
  const readme = readFileSync(
    new URL('../README.md', import.meta.resolve('@aloha-pi/browser-sdk')),
    'utf8',
  )
  const [, stated] = /(\d+) kB \(minified, gzip\)/.exec(readme) ?? []
  expect(Math.abs(size - Number(stated))).toBeLessThan(1)
  expect(script).not.toMatch(/ZodError|ts-rest/)
})
