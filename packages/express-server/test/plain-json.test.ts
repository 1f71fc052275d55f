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

const payment = (amount: number, rest: object = {}) => ({
  identifier: 'x',
  direction: 'user_to_app',
  amount,
  ...rest,
})

test.each([
  [1, '1.0'],
  [10, '10.0'],
  [0.01, '0.01'],
  [3.14, '3.14'],
  [922_337_203_685, '922337203685.0'],
  [0.0001, '0.0001'],
  [0.000_012_5, '1.25e-05'],
  [1e-7, '1.0e-07'],
  [1e16, '1.0e+16'],
  [0, '0.0'],
])('the amount %d of a payment is written as %s, as Ruby does', async (amount, text) => {
  const url = await serve((app) => {
    usePlainJson(app)
    app.get('/', (_req, res) => void res.json({ payment: payment(amount) }))
  })
  const sent = await (await fetch(url)).text()
  expect(sent).toBe(`{"payment":{"identifier":"x","direction":"user_to_app","amount":${text}}}`)
  expect(JSON.parse(sent).payment.amount).toBe(amount)
})

test('amounts elsewhere stay as they are: in metadata, and beside payments', async () => {
  const url = await serve((app) => {
    usePlainJson(app)
    const inner = payment(2, { metadata: { amount: 3, copy: payment(4) } })
    app.get('/', (_req, res) => void res.json({ amount: 1, list: [{ of: inner }] }))
  })
  expect(await (await fetch(url)).text()).toBe(
    '{"amount":1,"list":[{"of":{"identifier":"x","direction":"user_to_app","amount":2.0,"metadata":{"amount":3,"copy":{"identifier":"x","direction":"user_to_app","amount":4}}}}]}',
  )
})

test('a content type that is set stays', async () => {
  const url = await serve((app) => {
    usePlainJson(app)
    app.get('/', (_req, res: Response) => void res.type('application/problem+json').json({}))
  })
  expect((await fetch(url)).headers.get('content-type')).toBe('application/problem+json')
})

test('ts-rest responses keep their content type, and an empty response has none', async () => {
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
