import fc from 'fast-check'
import { chainProblemSchema } from '@aloha-pi/contracts/chain'
import { isProof } from '../properties/run-parameters.ts'
import { expect, test } from 'vitest'
import { anyCodePoint } from '../any-code-point.ts'
import { rawRequest } from '../raw-request.ts'
import { FORM, formOf, startChain } from './start-chain.ts'

const RUNS = isProof ? 2_000 : 400

type Chain = Awaited<ReturnType<typeof startChain>>

/** Sends a body as it is, and expects a problem of Horizon that is the sender's. */
async function expectProblem({ url }: Chain, body: string | Buffer, headers: object = FORM) {
  const response = await rawRequest(`${url}/transactions`, {
    method: 'POST',
    headers: { ...headers },
    body,
  })
  // The whole exchange, so that a failure shows what was sent.
  const exchange = [body.toString('latin1'), response.status, response.text]
  expect(exchange).toEqual([exchange[0], expect.toSatisfy(isRefusal), exchange[2]])
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  const problem = chainProblemSchema.parse(JSON.parse(response.text))
  expect(problem.status).toBe(response.status)
  return { ...problem, code: problem.type.split('/').at(-1) }
}

/** The sender's fault, or a transaction that no ledger took in time. */
const isRefusal = (status: number) => [400, 413, 415, 504].includes(status)

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((each) => Buffer.from(each))

test('M7: thousands of malformed forms are each a problem, never a fault', async () => {
  const chain = await startChain()
  const { logged } = chain
  const encoded = (body: Buffer) => `tx=${encodeURIComponent(body.toString('base64'))}`
  const bodies = fc.oneof(
    bytes(400),
    fc.string({ maxLength: 400, unit: anyCodePoint }).map((text) => `tx=${text}`),
    bytes(400).map(encoded),
    fc
      .tuple(fc.constantFrom(0, 2, 5), bytes(300))
      .map(([type, rest]) => encoded(Buffer.concat([Buffer.of(0, 0, 0, type), rest]))),
  )
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      await expectProblem(chain, body)
    }),
    { numRuns: RUNS },
  )
  expect(logged).toEqual([])
}, 60_000)

test('M7: a good envelope with flipped, missing and added bytes is refused, and moves nothing', async () => {
  const chain = await startChain({ submit_timeout_ms: 1 })
  const { build, world, logged } = chain
  const good = Buffer.from(build().toXdr(), 'base64')
  const before = world.ledger.totals()
  const place = fc.nat({ max: good.length - 1 })
  const mutated = fc.oneof(
    fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([at, bits]) => {
      const copy = Buffer.from(good)
      copy[at]! ^= bits
      return copy
    }),
    place.map((end) => good.subarray(0, end)),
    bytes(40)
      .filter((tail) => tail.length > 0)
      .map((tail) => Buffer.concat([good, tail])),
    fc
      .tuple(place, bytes(8))
      .map(([at, more]) =>
        Buffer.concat([good.subarray(0, at), Buffer.of(1), more, good.subarray(at)]),
      ),
  )
  await fc.assert(
    fc.asyncProperty(mutated, async (body) => {
      const form = `tx=${encodeURIComponent(body.toString('base64'))}`
      // A sequence beyond the next one waits for those between.
      expect(['transaction_malformed', 'transaction_failed', 'timeout']).toContain(
        (await expectProblem(chain, form)).code,
      )
    }),
    { numRuns: RUNS },
  )
  expect(world.ledger.totals()).toEqual(before)
  expect(logged).toEqual([])
}, 60_000)

test('M6: a form of 64 kB is read, one byte more is 413', async () => {
  const chain = await startChain()
  const full = 'tx='.padEnd(65_536, 'A')
  expect(await expectProblem(chain, full)).toMatchObject({ code: 'transaction_malformed' })
  expect(await expectProblem(chain, `${full}A`)).toMatchObject({
    code: 'payload_too_large',
    detail: 'The body is larger than 65536 bytes.',
  })
})

test.each([
  ['JSON', '{"tx":"AAAA"}', { 'content-type': 'application/json' }, 'unsupported_media_type'],
  ['text', 'AAAA', { 'content-type': 'text/plain' }, 'unsupported_media_type'],
  ['compressed', 'AAAA', { ...FORM, 'content-encoding': 'gzip' }, 'unsupported_media_type'],
  [
    'a broken multipart form',
    '--x\r\nnonsense',
    { 'content-type': 'multipart/form-data; boundary=x' },
    'bad_request',
  ],
  [
    'a multipart form without boundary',
    'x',
    { 'content-type': 'multipart/form-data' },
    'bad_request',
  ],
  ['no content type', 'tx=AAAA', {}, 'transaction_malformed'],
  ['nothing', '', FORM, 'transaction_malformed'],
  ['a form of other fields', 'transaction=AAAA', FORM, 'transaction_malformed'],
])('%s is refused as Horizon does', async (_, body, headers, code) => {
  const chain = await startChain()
  expect(await expectProblem(chain, body, headers)).toMatchObject({ code })
})

test('what could not be decoded is echoed', async () => {
  const chain = await startChain()
  const form = new URLSearchParams({ tx: 'AAAA+/=é' }).toString()
  expect(await expectProblem(chain, form)).toMatchObject({
    title: 'Transaction Malformed',
    extras: { envelope_xdr: 'AAAA+/=é' },
  })
})

test('a plus that was not encoded is a blank, and so the envelope is malformed', async () => {
  const chain = await startChain()
  const transactions = Array.from({ length: 50 }, (_, index) =>
    chain.build({ maxTime: 2e9 + index }),
  )
  const withPlus = transactions.map((each) => each.toXdr()).find((xdr) => xdr.includes('+'))
  expect(await expectProblem(chain, `tx=${withPlus}`)).toMatchObject({
    code: 'transaction_malformed',
  })
})

test('Horizon takes a multipart form, and the transaction in the query, too', async () => {
  const { build, url } = await startChain()
  const multipart = new FormData()
  multipart.set('tx', build().toXdr())
  const first = await fetch(`${url}/transactions`, { method: 'POST', body: multipart })
  const second = await fetch(`${url}/transactions?${formOf(build())}`, { method: 'POST' })
  expect([first.status, second.status]).toEqual([200, 200])
})
