import express, { type Express, type Response } from 'express'
import { expect, onTestFinished, test } from 'vitest'
import { listen, usePlainJson } from '../src/index.ts'
import { serveTiny } from './tiny-server.ts'

const bodies = [{ memo: 'Zoë 🥥', amount: 1e-7 }, [], 'text', 0, false, null, undefined]

test.each(bodies.map((body) => [body]))('%j is sent with the bytes of express', async (body) => {
  const send = (app: Express) => app.get('/', (_req, res) => void res.status(201).json(body))
  const plain = await serve((app) => {
    usePlainJson(app)
    send(app)
  })
  const ours = await fetch(plain)
  const theirs = await fetch(await serve(send))

  expect(ours.status).toBe(201)
  expect(await ours.text()).toBe(await theirs.text())
  for (const name of ['content-type', 'content-length']) {
    expect(ours.headers.get(name)).toBe(theirs.headers.get(name))
  }
  expect(ours.headers.get('etag')).toBeNull()
})

test('a content type that is set stays', async () => {
  const url = await serve((app) => {
    usePlainJson(app)
    app.get('/', (_req, res: Response) => void res.type('application/problem+json').json({}))
  })
  expect((await fetch(url)).headers.get('content-type')).toBe('application/problem+json')
})

test('ts-rest answers keep their content type, and an empty answer has none', async () => {
  const { url } = await serveTiny()
  const problem = await fetch(`${url}/problem`)
  expect(problem.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(await problem.json()).toEqual({ title: 'Resource Missing' })

  const empty = await fetch(`${url}/nothing`)
  expect(empty.status).toBe(401)
  expect(empty.headers.get('content-type')).toBeNull()
  expect(empty.headers.get('content-length')).toBe('0')
  expect(await empty.text()).toBe('')
})

test('another app keeps the json of express', async () => {
  usePlainJson(express())
  const url = await serve((app) => app.get('/', (_req, res) => void res.json({})))
  expect((await fetch(url)).headers.get('etag')).not.toBeNull()
})

async function serve(mount: (app: Express) => void): Promise<string> {
  const app = express()
  mount(app)
  const server = await listen({ handler: app, port: 0, hosts: ['127.0.0.1'] })
  onTestFinished(() => server.close())
  return `http://127.0.0.1:${server.port}`
}
