import { expect, test } from 'vitest'
import { newPayment } from '../../test/payouts/new-payout.ts'
import type { OpenPayments, PiResult } from '../payouts/model/ports.ts'
import { noneUnreadable } from '../payouts/protocol/unreadable-payments.ts'
import { fetchOpenPayments } from './fetch-open-payments.ts'

const KEY = 'incomplete_server_payments'
const apiKey = 'somekey'
const unusable = { kind: 'unknown', cause: 'unusable', retryAfterMs: null }
const payments = [newPayment(), newPayment({ memo: 'Grüße, 日本 \u2028 "\\' }), newPayment()]

/** The port on a Pi that always returns the same. */
async function listFrom(
  body: BodyInit,
  init: ResponseInit & { timeoutMs?: number } = {},
): Promise<PiResult<OpenPayments>> {
  const fetch = async () => new Response(body, init)
  const { timeoutMs = 5_000 } = init
  return fetchOpenPayments({ fetch, apiUrl: 'https://pi.test', apiKey, timeoutMs })
}

function listOf(...entries: unknown[]): string {
  return JSON.stringify({ [KEY]: entries })
}

function inChunks(text: string, bytes: number, end: (stop: ReadableStreamController) => void) {
  const whole = Buffer.from(text)
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= whole.length) return end(controller)
      controller.enqueue(whole.subarray(at, at + bytes))
      at += bytes
    },
  })
}
type ReadableStreamController = { close(): void; error(reason: unknown): void }
const close = (controller: ReadableStreamController) => controller.close()

test.each([1, 7, 1_000])('a list in chunks of %i bytes is the same list', async (bytes) => {
  expect(await listFrom(inChunks(listOf(...payments), bytes, close))).toEqual({
    kind: 'ok',
    value: { payments, unreadable: noneUnreadable },
  })
})

test('fields beside the list are passed over, whatever is in them', async () => {
  const text = `{"a":[{"${KEY}":[1]}],"${KEY}":${JSON.stringify(payments)},"b":"${KEY}","c":{"d":[]}}`
  expect(await listFrom(text)).toMatchObject({ value: { payments, unreadable: { count: 0 } } })
  expect(await listFrom(listOf())).toMatchObject({ value: { payments: [] } })
})

test.each([
  ['null', null],
  ['a number', 7],
  ['a text', 'payment'],
  ['a list', [payments[0]]],
  ['nothing in it', {}],
  ['an amount that is none', { ...payments[0], amount: '3' }],
  ['no status', { ...payments[0], status: undefined }],
])('an entry with another shape spoils no other one: %s', async (_, entry) => {
  const [first, ...rest] = payments
  expect(await listFrom(listOf(first, entry, ...rest, entry))).toMatchObject({
    kind: 'ok',
    value: { payments, unreadable: { count: 2 } },
  })
})

test('of an unreadable entry its id and every UUID beside our correlation are kept', async () => {
  const uuids = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  const [p, c, theirs] = uuids
  const ours = { identifier: 'Unreadable-1', metadata: { _aloha: { p, c: c?.toUpperCase() } } }
  const inText = { identifier: ['none'], metadata: JSON.stringify(ours.metadata) }
  const others = { identifier: 'Unreadable-2', metadata: { order: theirs } }
  for (const entries of [
    [ours, others],
    [others, inText, ours],
  ]) {
    expect(await listFrom(listOf(...entries))).toMatchObject({
      value: { unreadable: { count: entries.length, named: new Set([p, c]) } },
    })
  }
  const many = Array.from({ length: 9 }, (_, i) => ({ identifier: `Unreadable-${i}` }))
  const result = await listFrom(listOf(...many))
  const ids = many.slice(0, 5).map(({ identifier }) => identifier)
  expect(result).toMatchObject({ value: { unreadable: { count: 9, ids } } })
})

const list = JSON.stringify(payments)
const bomb = (open: string, shut: string, times: number) => open.repeat(times) + shut.repeat(times)
test.each([
  ['an array', list],
  ['an array with its name', `["${KEY}",${list}]`],
  ['an object without it', '{"payments":[]}'],
  ['a list inside something else', `{"a":{"${KEY}":${list}}}`],
  ['an object in its place', `{"${KEY}":{"0":${JSON.stringify(payments[0])}}}`],
  ['null in its place', `{"${KEY}":null}`],
  ['two lists', `{"${KEY}":${list},"${KEY}":[]}`],
  ['more behind it', `${listOf()}{}`],
  ['no JSON', '<html>'],
  ['nothing', ''],
  ['bytes that are not UTF-8', Buffer.from(`{"${KEY}":["\xff"]}`, 'latin1')],
  ['more levels than any payment', listOf(JSON.parse(bomb('[', ']', 100)))],
  ['more levels than any parser likes', `{"a":${bomb('[', ']', 2_000_000)}`],
  ['more entries than payments in 16 MB', listOf(...Array.from({ length: 50_001 }, () => 1))],
  ['an entry of more than 256 kB', listOf(payments[0], 'x'.repeat(300_000), payments[1])],
])('%s is not a list: it is unknown as a whole', async (_, body) => {
  const before = process.threadCpuUsage()
  expect(await listFrom(body)).toEqual(unusable)
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(2_000)
})

test('a list that ends early is unknown, wherever that is', async () => {
  const text = listOf(newPayment(), 7)
  for (let length = 0; length < text.length; length += 1) {
    expect([length, await listFrom(text.slice(0, length))]).toEqual([length, unusable])
  }
  const cut = inChunks(listOf(...payments), 500, (it) => it.error(new TypeError('terminated')))
  expect(await listFrom(cut)).toMatchObject({ kind: 'unknown', cause: 'unreachable' })
})

test('the deadline holds for the whole list', async () => {
  const fetch = async (_url: unknown, init?: RequestInit) => {
    const body = inChunks(listOf(...payments), 500, (controller) => {
      init?.signal?.addEventListener('abort', () => controller.error(init.signal?.reason))
    })
    return new Response(body)
  }
  const asked = fetchOpenPayments({ fetch, apiUrl: 'https://pi.test', apiKey, timeoutMs: 50 })
  expect(await asked).toMatchObject({ kind: 'unknown', cause: 'timeout' })
})

test('P12: a list of 16 MB is read, a larger one is not', async () => {
  const text = listOf(...payments)
  const spaces = ' '.repeat(16_777_216 - Buffer.byteLength(text))
  expect(await listFrom(text + spaces)).toMatchObject({ kind: 'ok', value: { payments } })
  expect(await listFrom(`${text + spaces} `)).toEqual(unusable)
})

test('P12: a refusal of 256 kB is read, a larger one is not', async () => {
  const refusal = JSON.stringify({ error: 'missing_scope' })
  const text = refusal + ' '.repeat(262_144 - refusal.length)
  const refused = { kind: 'refused', status: 403, code: 'missing_scope' }
  expect(await listFrom(text, { status: 403 })).toMatchObject(refused)
  expect(await listFrom(`${text} `, { status: 403 })).toEqual(unusable)
})

test('a refusal that repeats the key does not pass it on', async () => {
  const body = JSON.stringify({ error: `no_${apiKey}_here`, payment: 7 })
  expect(await listFrom(body, { status: 403 })).toMatchObject({ kind: 'refused', code: 'no__here' })
})

test('other successes, and redirects, are not a list', async () => {
  for (const status of [201, 202, 302]) {
    expect(await listFrom(listOf(), { status })).toEqual(unusable)
  }
})
