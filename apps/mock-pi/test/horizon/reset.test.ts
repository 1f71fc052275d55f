import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { formOf, startChain } from './start-chain.ts'

/** A mock in a second that does not pass, with a submission that waits for a ledger. */
async function startWaiting(ledger_close: number | 'by-hand', { frozen = false } = {}) {
  const chain = await startChain({ ledger_close })
  const { world, build, post, control } = chain
  if (frozen) await control('/clock/freeze')
  const transaction = build()
  const response = post(formOf(transaction))
  await expect.poll(() => world.ledger.waiting().length).toBe(1)
  return { ...chain, response, hash: Buffer.from(transaction.hash()).toString('hex') }
}

test.each([
  ['ledgers close by themselves', 1000, {}],
  ['ledgers close by hand', 'by-hand', {}],
  ['the clock is stopped', 1000, { frozen: true }],
] as const)(
  'a reset ends what waits at once with 504 when %s',
  async (_, ledger_close, options) => {
    const { response, hash, control, call } = await startWaiting(ledger_close, options)

    expect((await control('/reset')).status).toBe(200)

    expect(await response).toMatchObject({
      status: 504,
      body: { type: 'https://stellar.org/horizon-errors/timeout', extras: { hash } },
    })
    expect((await call('GET', `/transactions/${hash}`)).status).toBe(404)
  },
)

test('what closed in a world that is reset before the response is 504 as well', async () => {
  const { response, world } = await startWaiting('by-hand')
  world.ledger.close()
  world.reset()
  expect((await response).status).toBe(504)
})

test('a reset ends many waits, and none waits in the world after it', async () => {
  const { response, build, post, world } = await startWaiting('by-hand')
  const form = formOf(build())
  const others = Array.from({ length: 20 }, () => post(form))
  await expect.poll(() => countListeners(world.ended)).toBe(21)
  world.reset()
  const responses = await Promise.all([response, ...others])
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([504]))
  expect(countListeners(world.ended)).toBe(0)
  world.settings.ledger_close = 'instant'
  expect((await post(form)).status).toBe(200)
  await expect.poll(() => countListeners(world.ended)).toBe(0)
})

const countListeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length
