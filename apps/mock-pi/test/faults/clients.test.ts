import axios from 'axios'
import { expect, test } from 'vitest'
import { request as undiciRequest } from 'undici'
import type { FaultEffect } from '@aloha-pi/contracts/control'
import { FORM, formOf, startChain } from '../horizon/start-chain.ts'
import { haveFault } from './have-fault.ts'

type Call = {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  body?: string | undefined
  timeoutMs: number
}

/** What a program gets: a response, or the code of an error. */
type Seen =
  | { status: number; type: string; text: string; retryAfter: string | null }
  | { code: string }

const clients: Record<string, (call: Call) => Promise<Seen>> = {
  async fetch({ method, url, headers, body, timeoutMs }) {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method, headers, body: body ?? null, signal })
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
      retryAfter: response.headers.get('retry-after'),
    }
  },
  async axios({ method, url, headers, body, timeoutMs }) {
    const response = await axios.request({
      method,
      url,
      data: body,
      headers,
      timeout: timeoutMs,
      validateStatus: () => true,
      transformResponse: (text: string) => text,
      proxy: false,
    })
    const type = String(response.headers['content-type'] ?? '')
    const retryAfter = response.headers['retry-after'] ?? null
    return { status: response.status, type, text: response.data, retryAfter }
  },
  async undici({ method, url, headers, body, timeoutMs }) {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await undiciRequest(url, { method, headers, body: body ?? null, signal })
    const { 'content-type': type, 'retry-after': retryAfter } = response.headers
    return {
      status: response.statusCode,
      type: String(type ?? ''),
      text: await response.body.text(),
      retryAfter: retryAfter == null ? null : String(retryAfter),
    }
  },
}

async function look(call: Promise<Seen>): Promise<Seen> {
  try {
    return await call
  } catch (error) {
    const { code, cause, name } = error as {
      code?: unknown
      cause?: { code?: unknown }
      name: string
    }
    return { code: String(cause?.code ?? (typeof code === 'string' ? code : name)) }
  }
}

const JSON_TYPE = 'application/json; charset=utf-8'
const whole = { status: 200, type: JSON_TYPE, text: expect.stringMatching(/^\{"identifier".*\}$/) }
const half = { status: 200, type: JSON_TYPE, text: expect.stringMatching(/^\{"identifier".*[^}]$/) }
/** How clients name a connection that breaks, and a time that is over. */
const broken = {
  code: expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET|ERR_BAD_RESPONSE|ECONNABORTED)$/),
}
const timedOut = { code: expect.stringMatching(/^(TimeoutError|ECONNABORTED|23)$/) }

type Row = { effect: FaultEffect; seen: object; approves: boolean; timeoutMs?: number }

const rows: Row[] = [
  { effect: { type: 'latency', ms: 20 }, seen: whole, approves: true },
  {
    effect: { type: 'error', code: 'cancelled_payment' },
    seen: {
      status: 400,
      type: JSON_TYPE,
      text: expect.stringContaining('"error":"cancelled_payment"'),
    },
    approves: false,
  },
  {
    effect: { type: 'status', status: 503, body: 'Busy', content_type: 'text/plain' },
    seen: { status: 503, type: 'text/plain', text: 'Busy' },
    approves: false,
  },
  {
    effect: { type: 'html-500' },
    seen: {
      status: 500,
      type: 'text/html; charset=UTF-8',
      text: expect.stringContaining("<title>We're sorry, but something went wrong (500)</title>"),
    },
    approves: false,
  },
  {
    effect: { type: 'rate-limit', retry_after_s: 7 },
    seen: { status: 429, retryAfter: '7' },
    approves: false,
  },
  { effect: { type: 'lost-request' }, seen: broken, approves: false },
  { effect: { type: 'lost-answer' }, seen: broken, approves: true },
  { effect: { type: 'empty' }, seen: { status: 200, text: '' }, approves: true },
  { effect: { type: 'truncated' }, seen: broken, approves: true },
  { effect: { type: 'malformed' }, seen: half, approves: true },
  {
    effect: { type: 'wrong-content-type' },
    seen: { ...whole, type: 'text/html; charset=utf-8' },
    approves: true,
  },
  { effect: { type: 'drip', bytes: 200, every_ms: 5 }, seen: whole, approves: true },
  { effect: { type: 'never' }, seen: timedOut, approves: false, timeoutMs: 150 },
  { effect: { type: 'never', delivered: true }, seen: timedOut, approves: true, timeoutMs: 150 },
  { effect: { type: 'late', ms: 20 }, seen: whole, approves: true },
  { effect: { type: 'late', ms: 60_000 }, seen: timedOut, approves: true, timeoutMs: 150 },
  {
    effect: { type: 'twice' },
    seen: {
      status: 400,
      type: JSON_TYPE,
      text: expect.stringContaining('"error":"already_approved"'),
    },
    approves: true,
  },
]
const cases = rows.flatMap((row) =>
  Object.keys(clients).map((client) => [JSON.stringify(row.effect), client, row] as const),
)

test.each(cases)(
  '%s, seen by %s',
  async (_, client, { effect, seen, approves, timeoutMs = 10_000 }) => {
    const { url, headers, havePayment, addFault, isApproved } = await haveFault()
    const { id } = await havePayment()
    addFault({ match: { operation: 'platform.payments.approve' }, effect })

    const path = `/v2/payments/${id}/approve`
    const call = { method: 'POST', url: `${url}${path}`, headers, body: '{}', timeoutMs } as const

    expect(await look(clients[client]!(call))).toMatchObject(seen)
    expect(isApproved(id)).toBe(approves)
  },
)

test.each(Object.keys(clients))('a stale read, seen by %s', async (client) => {
  const { url, headers, havePayment, addFault } = await haveFault()
  const { id } = await havePayment('approved')
  addFault({ match: { operation: 'platform.payments.get' }, effect: { type: 'stale' } })
  const call = {
    method: 'GET',
    url: `${url}/v2/payments/${id}`,
    headers,
    timeoutMs: 10_000,
  } as const
  expect(await look(clients[client]!(call))).toMatchObject({
    status: 200,
    text: expect.stringContaining('"developer_approved":false'),
  })
})

const submissions = Object.keys(clients).flatMap((client) =>
  (['timeout-lost', 'timeout-delivered'] as const).map((type) => [type, client] as const),
)

test.each(submissions)('%s, seen by %s', async (type, client) => {
  const { url, build, call, world } = await startChain()
  world.faults.add({ match: { operation: 'chain.submit' }, effect: { type } })
  const transaction = build()
  const body = formOf(transaction).toString()
  const submit = { method: 'POST', url: `${url}/transactions`, headers: FORM, body } as const

  const seen = await look(clients[client]!({ ...submit, timeoutMs: 10_000 }))

  expect(seen).toMatchObject({
    status: 504,
    type: 'application/problem+json; charset=utf-8',
    text: expect.stringContaining('"title":"Timeout"'),
  })
  const hash = Buffer.from(transaction.hash()).toString('hex')
  const found = await call('GET', `/transactions/${hash}`)
  expect(found.status).toBe(type === 'timeout-delivered' ? 200 : 404)
})
