import { expect, test } from 'vitest'
import { readDocument } from '../src/document.ts'
import { createJudge } from '../src/judge-response.ts'
import type { FuzzResponse } from '../src/request.ts'

const control = await readDocument('control')
const judge = createJudge(control, [await readDocument('chain')])

const request = (method: string, path: string) => ({ method, path, headers: {}, body: undefined })
const responseOf = (status: number, body: unknown, type = 'application/json'): FuzzResponse => ({
  kind: 'response',
  status,
  headers: { 'content-type': type },
  text: body === undefined ? '' : JSON.stringify(body),
})
const clock = { now: '2026-01-01T00:00:00.000Z', frozen: false, ahead_ms: 0 }
const refusal = { error: 'not_found', error_message: 'There is none' }
const problem = { type: 'x', title: 'Resource Missing', status: 404, detail: 'None.' }
const problemType = 'application/problem+json'

test.each<[what: string, method: string, path: string, given: FuzzResponse]>([
  ['a declared status and shape', 'GET', '/_mock/clock', responseOf(200, clock)],
  ['a charset', 'GET', '/_mock/clock', responseOf(200, clock, 'application/json; charset=utf-8')],
  ['a slash at the end and a query', 'GET', '/_mock/clock/?a=1', responseOf(200, clock)],
  ['a HEAD', 'HEAD', '/_mock/clock', responseOf(200, undefined)],
  ['a declared refusal', 'POST', '/_mock/clock/jump', responseOf(400, refusal)],
  ['another method', 'PUT', '/_mock/clock', responseOf(405, refusal)],
  ['an unknown path', 'GET', '/_mock/nothing', responseOf(404, refusal)],
  ['an unknown path of another document', 'GET', '/nothing', responseOf(404, problem, problemType)],
])('%s is what the document says', (_, method, path, given) => {
  expect(judge(request(method, path), given)).toBeUndefined()
})

test.each<[what: string, method: string, path: string, given: FuzzResponse]>([
  ['no response', 'GET', '/_mock/clock', { kind: 'none', reason: 'ECONNRESET' }],
  ['the server failed', 'GET', '/_mock/clock', responseOf(500, refusal)],
  ['the server failed', 'GET', '/_mock/nothing', responseOf(500, refusal)],
  [
    'a status that the document does not declare',
    'GET',
    '/_mock/clock',
    responseOf(204, undefined),
  ],
  [
    'a status that the document does not declare',
    'HEAD',
    '/_mock/clock',
    responseOf(409, undefined),
  ],
  ['instead of application/json', 'GET', '/_mock/clock', responseOf(200, clock, 'text/html')],
  ['a body that is not JSON', 'GET', '/_mock/clock', responseOf(200, undefined)],
  [
    "must have required property 'frozen'",
    'GET',
    '/_mock/clock',
    responseOf(200, { now: clock.now }),
  ],
  ['must match format', 'GET', '/_mock/clock', responseOf(200, { ...clock, now: '+010000-01-01' })],
  ["required property 'error_message'", 'POST', '/_mock/reset', responseOf(400, { error: 'x' })],
  ['a status that is not a refusal', 'PUT', '/_mock/clock', responseOf(200, clock)],
  ['a status that is not a refusal', 'GET', '/_mock/nothing', responseOf(302, undefined)],
  ['instead of application/json', 'PUT', '/_mock/clock', responseOf(405, problem, problemType)],
])('%s is found', (what, method, path, given) => {
  expect(judge(request(method, path), given)).toContain(what)
})

const ofChain = createJudge(await readDocument('chain'))
const stream = (text: string): FuzzResponse => ({
  kind: 'response',
  status: 200,
  headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  text,
})
const HELLO = 'retry: 1000\nevent: open\ndata: "hello"\n\n'
const GOODBYE = 'retry: 10\nevent: close\ndata: "byebye"\n\n'

test('a stream of events is what the document says, where it declares one', () => {
  const records = 'id: 8\ndata: {"a":1}\n\n'.repeat(3)
  expect(
    ofChain(request('GET', '/payments'), stream(`${HELLO}${records}${GOODBYE}`)),
  ).toBeUndefined()
  expect(ofChain(request('GET', '/payments'), stream(`${HELLO}${GOODBYE}`))).toBeUndefined()
})

test.each([
  ['/payments', `${HELLO}id: 8\ndata: x\n\n${GOODBYE}`, 'no stream of events'],
  ['/payments', `${HELLO}id: 8\ndata: {"a"`, 'no stream of events'],
  ['/payments', GOODBYE, 'no stream of events'],
  ['/fee_stats', `${HELLO}${GOODBYE}`, 'instead of application/hal+json'],
])('%s: a broken stream, or one that is not declared, is found', (path, text, what) => {
  expect(ofChain(request('GET', path), stream(text))).toContain(what)
})

test('a call of contracts, which no document has, is recognised by its rule', () => {
  const called = responseOf(200, { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'x' } })
  if (called.kind !== 'response') throw new Error('A response is expected')
  called.headers['x-mock-rule'] = 'rpc/not_simulated'
  expect(ofChain(request('POST', '/'), called)).toBeUndefined()
})
