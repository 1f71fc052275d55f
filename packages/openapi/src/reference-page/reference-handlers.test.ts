import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { chainDocument } from '../documents/chain-document.ts'
import { referenceHandlers, type ReferenceHandlersOptions } from './reference-handlers.ts'

/** A server with only the handlers, which counts what is built. */
async function serve(options: Partial<ReferenceHandlersOptions> = {}) {
  const built: string[] = []
  const handlers = referenceHandlers({
    title: 'Test',
    documents: [
      {
        title: 'Chain',
        slug: 'chain',
        url: '/chain.json',
        build: async () => {
          built.push('/chain.json')
          return chainDocument()
        },
      },
    ],
    server: ({ headers }) => ({ url: `http://${headers.host}` }),
    authentication: () => {
      built.push('page')
      return { serverKey: 'k' }
    },
    ...options,
  })
  const failures: unknown[] = []
  const server = createServer((req, res) => {
    handlers
      .get(req.url ?? '')?.(req, res)
      .catch((error: unknown) => {
        failures.push(error)
        res.writeHead(500).end()
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    built,
    handlers,
    failures,
  }
}

test('nothing is built before someone asks, and nothing twice', async () => {
  const { url, built } = await serve()
  expect(built).toEqual([])
  await fetch(`${url}/chain.json`)
  await fetch(`${url}/chain.json`)
  expect(built).toEqual(['/chain.json'])
  await fetch(`${url}/docs`)
  await fetch(`${url}/docs/init.js`)
  expect(built).toEqual(['/chain.json', 'page'])
})

test('a document names the server that was asked as its only one', async () => {
  const { url } = await serve()
  const response = await fetch(`${url}/chain.json`)
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
  expect(await response.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url }] })
})

test('the page comes with its policy and knows its documents and key', async () => {
  const { url, handlers } = await serve()
  expect([...handlers.keys()]).toEqual(['/chain.json', '/docs', '/docs/init.js', '/docs/scalar.js'])
  const page = await fetch(`${url}/docs`)
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self'/,
  )
  expect(page.headers.get('referrer-policy')).toBe('no-referrer')
  const script = await (await fetch(`${url}/docs/init.js`)).text()
  expect(script).toContain('/chain.json')
  expect(script).toContain('Key k')
  expect((await fetch(`${url}/docs/scalar.js`)).headers.get('content-encoding')).toBe('gzip')
})

test('a build that failed is tried again', async () => {
  let tries = 0
  const build = async () => {
    if (++tries === 1) throw new Error('no memory')
    return chainDocument()
  }
  const { url, failures } = await serve({
    documents: [{ title: 'T', slug: 't', url: '/t.json', build }],
  })
  expect((await fetch(`${url}/t.json`)).status).toBe(500)
  expect(failures).toMatchObject([{ message: 'no memory' }])
  expect((await fetch(`${url}/t.json`)).status).toBe(200)
})
