import { alohaContract } from '@aloha-pi/contracts/aloha'
import { operationsOf } from '@aloha-pi/contracts'
import { afterAll, expect, test } from 'vitest'
import { DEVELOPMENT_KEY } from '../src/keys/development-key.ts'
import { startTestApp } from './start-test-app.ts'

const local = await startTestApp({ settings: { development: { key: DEVELOPMENT_KEY, bound: [] } } })
const live = await startTestApp()
afterAll(async () => {
  await local.close()
  await live.close()
})

test('the document of the API is served, and names only this server', async () => {
  const response = await fetch(`${live.url}/openapi.json`)
  const document = (await response.json()) as {
    openapi: string
    servers: unknown
    paths: Record<string, unknown>
  }

  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(document.openapi).toMatch(/^3\.1/)
  expect(document.servers).toEqual([{ url: '/', description: 'This proxy' }])
  for (const { route } of operationsOf(alohaContract)) {
    const { path } = route
    const [written] = path.replace(/:(\w+)/g, '{$1}').split('/{piTxId}')
    expect(Object.keys(document.paths)).toContain(written)
  }
})

test('the reference page is served under its own policy, only from this server', async () => {
  for (const path of ['/docs', '/docs/init.js', '/docs/scalar.js']) {
    const response = await fetch(`${live.url}${path}`)
    expect([path, response.status]).toEqual([path, 200])
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test.each(['/openapi.json', '/docs', '/docs/init.js', '/docs/scalar.js', '/healthz', '/readyz'])(
  '%s accepts GET and HEAD; every other method is 405 with that list',
  async (path) => {
    expect((await fetch(`${live.url}${path}`, { method: 'HEAD' })).status).toBe(200)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${live.url}${path}`, { method })
      expect([method, response.status, response.headers.get('allow')]).toEqual([
        method,
        405,
        'GET, HEAD',
      ])
      expect(await response.json()).toMatchObject({ success: false, code: 'method_not_allowed' })
    }
  },
)

test('the development key is filled in only where it is accepted', async () => {
  const script = async (url: string) => (await fetch(`${url}/docs/init.js`)).text()

  expect(await script(local.url)).toContain(DEVELOPMENT_KEY)
  expect(await script(live.url)).not.toContain('aloha_test_')
})
