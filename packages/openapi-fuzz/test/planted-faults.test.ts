import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { toApiDocument, type Schema } from '../src/document.ts'
import { createKnownValues } from '../src/known-values.ts'
import { runFuzz } from '../src/run-fuzz.ts'

const json = (schema: Schema) => ({ content: { 'application/json': { schema } } })
const error = json({ type: 'object', required: ['error'] })
const amount = { type: 'integer', minimum: 1, maximum: 100 }
const body = {
  type: 'object',
  required: ['amount', 'note'],
  properties: { amount, note: { type: 'string' } },
}
const document = toApiDocument('control', {
  paths: {
    '/things': {
      post: {
        operationId: 'things',
        requestBody: { required: true, ...json(body) },
        responses: { 200: json({ type: 'object', required: ['amount'] }), 400: error, 500: error },
      },
    },
  },
  components: { schemas: {} },
})

type Handle = (req: IncomingMessage & { text: string }, res: ServerResponse) => unknown

async function fuzz(handle: Handle, seed = 1) {
  const server = createServer(async (req, res) => {
    const chunks = await req.toArray()
    handle(Object.assign(req, { text: Buffer.concat(chunks).toString() }), res)
  })
  server.listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const target = {
    url: `http://127.0.0.1:${port}`,
    document,
    operations: document.operations,
    known: createKnownValues(),
    weight: 1,
  }
  return runFuzz({ seed, requests: 300, targets: [target], maxFindings: 1_000 })
}

const respond = (res: ServerResponse, status: number, value: unknown) =>
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/** Does what its document says. */
const healthy: Handle = ({ method, url, text }, res) => {
  if (url !== '/things' && url !== '/things/' && !url?.startsWith('/things?')) {
    return respond(res, 404, { error: 'x' })
  }
  if (method !== 'POST') return respond(res, 405, { error: 'x' })
  const given = parse(text)
  const { amount, note } = given ?? {}
  const isValid = typeof amount === 'number' && typeof note === 'string'
  return isValid ? respond(res, 200, { amount }) : respond(res, 400, { error: 'x' })
}

test('a server that does what its document says is found nothing wrong with', async () => {
  const { findings, statuses } = await fuzz(healthy)
  expect(findings).toEqual([])
  expect([...statuses.keys()].sort()).toEqual([
    'POST /things 200',
    'POST /things 400',
    'POST /things 404',
    'POST /things 405',
  ])
})

const whenGiven =
  (
    isBad: (given: Record<string, unknown> | undefined, req: IncomingMessage) => boolean,
    spoil: Handle,
  ): Handle =>
  (req, res) =>
    isBad(parse(req.text), req) && req.method === 'POST' ? spoil(req, res) : healthy(req, res)

test.each<[fault: string, what: string, Handle]>([
  [
    'a missing member fails',
    'the server failed',
    whenGiven(
      (given) => given?.['note'] === undefined,
      (_, res) => respond(res, 500, { error: 'x' }),
    ),
  ],
  [
    'a negative number gets another status',
    'a status that the document does not declare',
    whenGiven(
      (given) => Number(given?.['amount']) < 0,
      (_, res) => respond(res, 409, { error: 'x' }),
    ),
  ],
  [
    'an empty text gets another shape',
    'a body that does not match the document',
    whenGiven(
      (given) => given?.['note'] === '',
      (_, res) => respond(res, 200, { total: 1 }),
    ),
  ],
  [
    'a body that is not JSON is not JSON in return',
    'a body that is not JSON',
    whenGiven(
      (given) => given == null,
      (_, res) => res.writeHead(400, { 'content-type': 'application/json' }).end('<html>'),
    ),
  ],
  [
    'another content type ends the connection',
    'no response',
    whenGiven(
      (_, { headers }) => headers['content-type']?.startsWith('application/json') === false,
      ({ socket }) => socket.destroy(),
    ),
  ],
])('%s: that is found', async (_, what, handle) => {
  const { findings } = await fuzz(handle)
  expect(findings.length).toBeGreaterThan(0)
  for (const finding of findings) expect(finding.what).toContain(what)
})

test('the same seed sends the same requests, another seed others', async () => {
  const sent = async (seed: number) => {
    const requests: string[] = []
    await fuzz((req, res) => {
      requests.push(`${req.method} ${req.url} ${req.text}`)
      healthy(req, res)
    }, seed)
    return requests
  }
  const first = await sent(1)
  expect(first).toHaveLength(300)
  expect(await sent(1)).toEqual(first)
  expect(await sent(2)).not.toEqual(first)
})
