import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { wireExchanges, type WireExchange } from '@aloha-pi/contracts/fixtures'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { casesOf } from '../src/cases/all-cases.ts'
import { responseProblems } from '../src/check/check-response.ts'
import { contradictions } from '../src/check/payment-history.ts'
import { paymentsIn } from '../src/check/payments-in.ts'
import { createUndiciSend } from '../src/http/send-with-undici.ts'
import { jsonOf, type WireResponse } from '../src/http/wire.ts'
import type { Expect } from '../src/model/case.ts'
import { operation } from '../src/model/operations.ts'
import { callsIn } from './calls-in.ts'

type WithResponse = WireExchange & { response: NonNullable<WireExchange['response']> }

const withResponse = wireExchanges.filter(
  (each): each is WithResponse =>
    each.response != null && each.legacy !== true && each.operation.startsWith('platform '),
)
/** A page of HTML with status 500 is a fault at Pi too. */
const [crashes, served] = [
  withResponse.filter(({ response }) => response.status >= 500),
  withResponse.filter(({ response }) => response.status < 500),
]
const rows = (each: WithResponse) => [each.name, each] as const

/** Responds with each recorded exchange under its name. */
const server = createServer((req, res) => {
  const { response } = withResponse.find(({ name }) => `/${name}` === req.url)!
  const { status, headers, body, text } = response
  const json = body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }
  res.writeHead(status, { ...json, ...headers })
  res.end(text ?? (body === undefined ? '' : JSON.stringify(body)))
})
const { send, close } = createUndiciSend({ timeoutMs: 5_000, bytes: 1_000_000 })
let origin = ''

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await close()
  server.close()
})

const read = (name: string) => send({ method: 'GET', origin, path: `/${name}`, headers: [] })
const nameOf = ({ operation: full }: WithResponse) => full.replace('platform ', '')
const judge = (exchange: WithResponse, expected: Expect, response: WireResponse) =>
  responseProblems({
    api: 'platform',
    operation: operation('platform', nameOf(exchange)),
    paymentId: undefined,
    expect: expected,
    response,
  })

/** What the cases of an operation expect of its responses, as far as a recorded one can show it. */
function expectationsOf(exchange: WithResponse): Expect[] {
  const calls = casesOf('platform').flatMap(({ steps }) => callsIn(steps))
  return calls
    .filter(({ call, at }) => call === nameOf(exchange) && at == null)
    .map(({ expect: { body: _body, headers: _headers, sameAs: _sameAs, ...shown } }) => shown)
    .filter((each) => each.status != null || each.fixture != null)
}

test('there are responses to walk, of refusals and of successes', () => {
  expect(served.filter(({ response }) => response.status < 300).length).toBeGreaterThan(10)
  expect(served.filter(({ response }) => response.status >= 400).length).toBeGreaterThan(12)
})

test.each(served.map(rows))('nothing is wrong with %s', async (name, exchange) => {
  const response = await read(name)
  expect(response.status).toBe(exchange.response.status)
  expect(judge(exchange, {}, response)).toEqual([])
})

test.each(served.map(rows))('a case of its operation takes %s', async (name, exchange) => {
  const response = await read(name)
  const expectations = expectationsOf(exchange)
  expect(expectations).not.toEqual([])
  const problems = expectations.map((each) => judge(exchange, each, response))
  expect(problems.toSorted((a, b) => a.length - b.length)[0]).toEqual([])
})

const isSample = ({ confidence, response }: WithResponse) =>
  confidence === 'captured' && response.status < 300

test.each(served.filter(isSample).map(rows))(
  'no case misses a field in %s',
  async (name, exchange) => {
    const response = await read(name)
    const fieldsOf = expectationsOf(exchange).flatMap((each) => each.fieldsOf ?? [])
    const expected = fieldsOf.length === 0 ? {} : { fieldsOf }
    expect(judge(exchange, expected, response)).toEqual([])
  },
)

test.each(crashes.map(rows))('%s is a fault, and is called one', async (name, exchange) => {
  expect(judge(exchange, {}, await read(name))).toContain('status 500 is a server error')
})

test('what was captured of one payment does not contradict itself', async () => {
  const names = ['platform-payments-approve-forbidden', 'platform-payments-approve']
  const sights = await Promise.all(
    [...names, 'platform-payments-complete-form'].map(async (name) =>
      paymentsIn(jsonOf(await read(name))),
    ),
  )
  const [created, approved, completed] = sights.flat()
  expect(contradictions(created!, approved!)).toEqual([])
  expect(contradictions(approved!, completed!)).toEqual([])
})
