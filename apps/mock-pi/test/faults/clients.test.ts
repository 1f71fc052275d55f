import axios from 'axios'
import { expect, test } from 'vitest'
import { request as undiciRequest } from 'undici'
import type { FaultEffect } from '@aloha-pi/contracts/control'
import { haveFault } from './have-fault.ts'

type Call = { url: string; headers: Record<string, string>; timeoutMs: number }

/** What a program gets: a response, or the code of an error. */
type Seen =
  | { status: number; type: string; text: string; retryAfter: string | null }
  | { code: string }

const clients: Record<string, (call: Call) => Promise<Seen>> = {
  async fetch({ url, headers, timeoutMs }) {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body: '{}', signal })
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
      retryAfter: response.headers.get('retry-after'),
    }
  },
  async axios({ url, headers, timeoutMs }) {
    const response = await axios.post(url, '{}', {
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
  async undici({ url, headers, timeoutMs }) {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await undiciRequest(url, { method: 'POST', headers, body: '{}', signal })
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

    const call = { url: `${url}/v2/payments/${id}/approve`, headers, timeoutMs }

    expect(await look(clients[client]!(call))).toMatchObject(seen)
    expect(isApproved(id)).toBe(approves)
  },
)
