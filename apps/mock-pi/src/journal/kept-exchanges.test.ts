import { expect, test } from 'vitest'
import type { Exchange } from './exchange.ts'
import { bytesOf, keepChunk, type KeptBody } from './kept-body.ts'
import { createKeptExchanges } from './kept-exchanges.ts'

const LIMITS = { journal: 3, journalBytes: 100_000 }

function exchangeOf(id: number, changes: Partial<Exchange> = {}): Exchange {
  return {
    id,
    api: 'platform',
    at: 1_000 + id,
    startedAt: 0.5,
    durationMs: 1.25,
    method: 'POST',
    url: `/v2/payments?n=${id}&x=%C3%A9`,
    headers: ['Host', 'localhost', 'X-Text', 'grüße'],
    credential: 'key',
    sent: keepChunk(null, Buffer.from('{"a":"ü"}')),
    caller: { appId: 'demo', username: null, scopes: [] },
    route: { path: '/' },
    response: { status: 200, headers: { etag: 'W/"1"', 'content-type': 'text/plain' } },
    received: keepChunk(keepChunk(null, 'first, '), Buffer.from('second')),
    validation: null,
    isHeld: false,
    fault: { id: 'fault-1', rule: 'fault/late', requestId: 'r' },
    ...changes,
  }
}

/** As texts, since chunks may be cut otherwise. */
function readable({ sent, received, ...others }: Exchange) {
  return { ...others, sent: readBody(sent), received: readBody(received) }
}

function readBody(body: KeptBody | null) {
  return body == null
    ? null
    : { text: bytesOf(body).toString(), bytes: body.bytes, isCut: body.isCut }
}

test.each([
  ['a whole one', {}],
  ['without bodies', { sent: null, received: null }],
  ['without a response', { response: null, received: null }],
  ['with an empty body', { received: keepChunk(null, '') }],
  ['without headers', { headers: [], response: { status: 204, headers: {} } }],
  ['with a body that is too long', { sent: keepChunk(null, 'x'.repeat(70_000)) }],
])('what does not change any more is read as it was: %s', (_, changes) => {
  const kept = createKeptExchanges({ ...LIMITS, journalBytes: 1_000_000 })
  const exchange = exchangeOf(1, changes)
  kept.add(exchange)
  expect(kept.find(1)).toBe(exchange)
  kept.freeze(exchange)
  expect(kept.find(1)).not.toBe(exchange)
  expect(readable(kept.find(1)!)).toEqual(readable(exchange))
})

test('the newest are kept, also those that end late', () => {
  const kept = createKeptExchanges(LIMITS)
  const exchanges = [1, 2, 3, 4].map((id) => exchangeOf(id))
  for (const exchange of exchanges) kept.add(exchange)
  for (const exchange of exchanges.toReversed()) kept.freeze(exchange)
  const { found, total } = kept.select(() => true, 2)
  expect({ ids: found.map(({ id }) => id), total }).toEqual({ ids: [3, 4], total: 3 })
  expect(kept.size()).toBe(3)
  expect(kept.find(1)).toBeUndefined()
  expect(kept.find(5)).toBeUndefined()
  expect(kept.find(-1)).toBeUndefined()
})

test('what is larger than the journal is not kept', () => {
  const kept = createKeptExchanges({ ...LIMITS, journalBytes: 5_000 })
  const exchange = exchangeOf(1, { received: keepChunk(null, 'x'.repeat(6_000)) })
  kept.add(exchange)
  kept.freeze(exchange)
  expect([kept.size(), kept.find(1)]).toEqual([0, undefined])
})

test('what was found stays as it was when others take its place', () => {
  const kept = createKeptExchanges({ journal: 1, journalBytes: 70_000 })
  const [first, second] = [exchangeOf(1), exchangeOf(2)]
  kept.add(first)
  kept.freeze(first)
  const found = kept.find(1)!
  kept.add(second)
  kept.freeze(second)
  expect(readable(found)).toEqual(readable(first))
})

test('clear forgets all, also what has not ended', () => {
  const kept = createKeptExchanges(LIMITS)
  const [first, second] = [exchangeOf(1), exchangeOf(2)]
  kept.add(first)
  kept.freeze(first)
  kept.add(second)
  kept.clear()
  kept.freeze(second)
  expect([kept.size(), kept.find(1), kept.find(2)]).toEqual([0, undefined, undefined])
})
