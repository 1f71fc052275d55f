import { expect, test } from 'vitest'
import {
  chainOn,
  envelope,
  everyCall,
  problem,
  record,
  type Reply,
} from '../../test/payouts/chain-on.ts'
import { WALLET } from '../../test/payouts/horizon-records.ts'

test('a submit is a form, and only its own transaction in a ledger is applied', async () => {
  const { chain, asked } = chainOn({ body: record })
  expect(await chain.submit(envelope)).toMatchObject({
    kind: 'applied',
    transaction: { hash: envelope.hash, ledger: 10 },
  })
  const { url, method, body } = asked[0]!
  expect([url, method]).toEqual(['https://horizon.test/transactions', 'POST'])
  expect(new URLSearchParams(body).get('tx')).toBe(envelope.xdr)
})

test.each([
  ['the hash of another', { body: { ...record, hash: 'b'.repeat(64) } }],
  ['one that failed', { body: { ...record, successful: false } }],
  ['an empty object', { body: {} }],
  ['a page of HTML', { body: '<html>504</html>', status: 504 }],
  ['a timeout', problem('timeout', 504)],
  ['a 503 of a gateway', { body: '<html>', status: 503 }],
  ['a 404', problem('not_found', 404)],
  ['a 400 without codes', problem('bad_request', 400)],
  [
    'a code that is none',
    problem('transaction_failed', 400, { extras: { result_codes: { transaction: 'a\0b' } } }),
  ],
  ['a 400 of a gateway', { body: '{"error":"no"}', status: 400 }],
  ['a 200 with a problem that is not a refusal', { ...problem('bad_request', 400), status: 200 }],
  ['a 200 with a timeout', { ...problem('timeout', 504), status: 200 }],
  ['a 200 with what was not passed on', { ...problem('stale_history', 503), status: 200 }],
  ['a problem of another status', { ...problem('transaction_malformed', 500), status: 400 }],
])('a submit with the response %s proves nothing', async (_, reply) => {
  expect(await chainOn(reply).chain.submit(envelope)).toMatchObject({ kind: 'unknown' })
})

test('the reason of a refused submit is returned', async () => {
  const codes = { transaction: 'tx_failed', operations: ['op_underfunded'] }
  const failed = problem('transaction_failed', 400, { extras: { result_codes: codes } })
  expect(await chainOn(failed).chain.submit(envelope)).toEqual({
    kind: 'refused',
    code: 'tx_failed',
    operations: ['op_underfunded'],
  })
  const inBody = { ...failed, status: 200 }
  expect(await chainOn(inBody).chain.submit(envelope)).toEqual({
    kind: 'refused',
    code: 'tx_failed',
    operations: ['op_underfunded'],
  })
  const asTransaction = chainOn({ ...inBody, body: { ...record, ...(inBody.body as object) } })
  expect(await asTransaction.chain.submit(envelope)).toMatchObject({ kind: 'refused' })
  const malformed = chainOn(problem('transaction_malformed', 400))
  expect(await malformed.chain.submit(envelope)).toMatchObject({ code: 'transaction_malformed' })
})

test.each([
  [{ status: 429, headers: { 'retry-after': '7' } }, 7_000],
  [{ ...problem('stale_history', 503), headers: { 'retry-after': 'Wed, 21 Oct 2026' } }, null],
  [problem('forbidden', 403), null],
])('a submit that was not passed on says when to come back: %#', async (reply, retryAfterMs) => {
  expect(await chainOn(reply).chain.submit(envelope)).toEqual({
    kind: 'not_forwarded',
    retryAfterMs,
  })
})

const odd: [name: string, reply: Reply | (() => Promise<Response>), cause: string][] = [
  ['a broken connection', () => Promise.reject(new TypeError('fetch failed')), 'unreachable'],
  ['a redirect', { status: 302, body: '', headers: { location: 'https://evil.test' } }, 'unusable'],
  ['HTML', { body: '<html>' }, 'unusable'],
  ['half a JSON', { body: '{"a":' }, 'unusable'],
  ['nothing', { body: '' }, 'unusable'],
  ['a 500', { status: 500, body: '<html>' }, 'unusable'],
  ['a 404 of a gateway', { status: 404, body: '<html>' }, 'unusable'],
  ['more than 256 kB', { body: `"${'x'.repeat(300_000)}"` }, 'unusable'],
  [
    'a response that ends in the middle',
    async () =>
      new Response(new ReadableStream({ pull: (c) => c.error(new TypeError('terminated')) })),
    'unreachable',
  ],
  ['silence', () => new Promise(() => {}), 'timeout'],
]

const everyUnusableResponse = everyCall.flatMap(([name, call]) =>
  odd.map(([what, reply, cause]) => [name, what, reply, cause, call] as const),
)

test.each(everyUnusableResponse)(
  '%s with the response %s is unknown',
  async (_name, _what, reply, cause, call) => {
    expect(await call(chainOn(reply).chain)).toEqual({ kind: 'unknown', cause, retryAfterMs: null })
  },
)

test.each(everyCall.slice(0, 5))('%s that Horizon does not find is absent', async (_, call) => {
  expect(await call(chainOn(problem('not_found', 404)).chain)).toEqual({ kind: 'absent' })
})

test.each(everyCall.slice(0, 5))(
  '%s while Horizon is busy says when to come back',
  async (_, call) => {
    const reply = { status: 429, body: '', headers: { 'retry-after': '3' } }
    expect(await call(chainOn(reply).chain)).toEqual({
      kind: 'unknown',
      cause: 'busy',
      retryAfterMs: 3_000,
    })
  },
)

test('every call is counted with its outcome', async () => {
  const { chain, calls } = chainOn({ body: record }, { status: 404, body: '' })
  await chain.transaction(envelope.hash)
  await chain.account(WALLET)
  expect(calls).toEqual(['transaction 200', 'account 404'])
})
