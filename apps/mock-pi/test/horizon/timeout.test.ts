import { BadResponseError } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { formOf, startChain } from './start-chain.ts'

test('what no ledger takes in time is 504 with hash and envelope, and can still be paid', async () => {
  const { build, post, world, sequence } = await startChain({
    ledger_close: 'by-hand',
    submit_timeout_ms: 20,
  })
  const transaction = build()
  const before = BigInt(sequence())

  const late = await post(formOf(transaction))

  expect(late.status).toBe(504)
  expect(late.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect(late.body).toMatchObject({
    type: 'https://stellar.org/horizon-errors/timeout',
    title: 'Timeout',
    status: 504,
    extras: {
      hash: Buffer.from(transaction.hash()).toString('hex'),
      envelope_xdr: transaction.toXdr(),
    },
  })
  expect(BigInt(sequence())).toBe(before)
  world.ledger.close()
  expect(BigInt(sequence())).toBe(before + 1n)
  expect((await post(formOf(transaction))).status).toBe(200)
})

test("the official client takes a timeout for no failure of the transaction's", async () => {
  const { build, server } = await startChain({ ledger_close: 'by-hand', submit_timeout_ms: 20 })
  await expect(server.submitTransaction(build())).rejects.toThrow(BadResponseError)
})

test('a submission gets its response when its ledger closes by hand', async () => {
  const { build, post, world } = await startChain({ ledger_close: 'by-hand' })
  const response = post(formOf(build()))
  await expect.poll(() => world.ledger.waiting().length).toBe(1)
  world.ledger.close()
  expect((await response).body).toMatchObject({ successful: true, ledger: 2 })
})

test('a second transaction of the account waits for nothing but its time', async () => {
  const { build, post, pay, world } = await startChain({
    ledger_close: 'by-hand',
    submit_timeout_ms: 20,
  })
  await post(formOf(build()))
  const second = await post(formOf(build({ operations: [pay('2')] })))
  expect(second.status).toBe(504)
  expect(world.ledger.waiting()).toHaveLength(1)
})

test('a sender who goes away is waited for no longer, and the transaction stays', async () => {
  const { build, url, world } = await startChain({ ledger_close: 'by-hand' })
  const waits = countWaits(world.ledger)
  const gone = new AbortController()
  const body = formOf(build())
  const sent = fetch(`${url}/transactions`, { method: 'POST', body, signal: gone.signal })
  await expect.poll(() => waits.size).toBe(1)
  gone.abort()
  await expect(sent).rejects.toThrow('aborted')
  await expect.poll(() => waits.size).toBe(0)
  expect(world.ledger.waiting()).toHaveLength(1)
})

/** Everyone who waits for the next ledger. */
function countWaits(ledger: Ledger): Set<() => void> {
  const waits = new Set<() => void>()
  const { onClose } = ledger
  ledger.onClose = (listener) => {
    const stop = onClose(listener)
    waits.add(listener)
    return () => {
      waits.delete(listener)
      stop()
    }
  }
  return waits
}
