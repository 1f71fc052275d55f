import express, { type Express } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { listen, refuseOtherMethods } from '../src/index.ts'
import { tinyContract } from './tiny-contract.ts'
import { serveTiny } from './tiny-server.ts'

test.each([
  ['POST', '/things/a', 'GET, HEAD'],
  ['PATCH', '/things', 'POST'],
  ['DELETE', '/things/a/ping', 'POST'],
  ['GET', '/things/a/finish', 'POST'],
  ['GET', '/things/a/finish/b', 'POST'],
  ['PUT', '/broken', 'GET, HEAD'],
  ['PUT', '/broken/', 'GET, HEAD'],
  ['OPTIONS', '/things', 'POST'],
])(
  'P20: the response to %s %s has the methods that are allowed: %s',
  async (method, path, allow) => {
    const { url } = await serveTiny()
    const response = await fetch(url + path, { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe(allow)
    expect(await response.json()).toEqual({ method, allow })
  },
)

test('P20: HEAD of a path without GET is refused, without a body', async () => {
  const { url } = await serveTiny()
  const response = await fetch(`${url}/things`, { method: 'HEAD' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  expect(await response.text()).toBe('')
})

test('HEAD of a path with GET is served, without a body', async () => {
  const { url } = await serveTiny()
  const response = await fetch(`${url}/things/a`, { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe('10')
  expect(await response.text()).toBe('')
})

test('a path that no route has is left to what follows', async () => {
  const { ask } = await serveTiny()
  for (const path of ['/thing', '/things//', '/things/a/b', '/things/a/finish/b/c', '/']) {
    expect(await ask(path, { method: 'POST' })).toMatchObject({ status: 404 })
  }
})

test('an optional parameter is optional in the endpoint itself', async () => {
  const { ask } = await serveTiny()
  const init = { method: 'POST' }
  expect((await ask('/things/a/finish', init)).body).toEqual({ received: { id: 'a' } })
  expect((await ask('/things/a/finish/b', init)).body).toEqual({ received: { id: 'a', by: 'b' } })
})

test('a path that two patterns match allows the methods of both', async () => {
  const { read, write } = tinyContract
  const url = await serve((app) =>
    refuseOtherMethods(
      app,
      { write: { ...write, path: '/things/new' }, read },
      (_req, res) => void res.status(405).end(),
    ),
  )
  const response = await fetch(`${url}/things/new`, { method: 'PATCH' })
  expect(response.headers.get('allow')).toBe('POST, GET, HEAD')
})

test('a path that two routes share allows the methods of both', async () => {
  const { read, write } = tinyContract
  const url = await serve((app) =>
    refuseOtherMethods(
      app,
      { read: { ...read, path: '/x' }, write: { ...write, path: '/x' } },
      (_req, res) => {
        res.status(405).end()
      },
    ),
  )
  const response = await fetch(`${url}/x`, { method: 'DELETE' })
  expect(response.headers.get('allow')).toBe('GET, HEAD, POST')
})

async function serve(mount: (app: Express) => void): Promise<string> {
  const app = express()
  mount(app)
  const server = await listen({ handler: app, port: 0, hosts: ['127.0.0.1'] })
  onTestFinished(() => server.close())
  return `http://127.0.0.1:${server.port}`
}
