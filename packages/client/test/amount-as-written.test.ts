import { expect, test } from 'vitest'
import { startPi } from './start-pi.ts'
import { wirePayment } from './wire-payment.ts'
import { amountAsWritten } from '../src/index.ts'

/** Reads a payment whose first `"amount":` in JSON, with what follows it, was written like this. */
async function readWith(written: string, metadata: Record<string, unknown> = { amount: 7 }) {
  const payment = { ...wirePayment(), metadata }
  const json = JSON.stringify(payment).replace(/"amount":[^,]*/, written)
  const { pi } = await startPi((res) => {
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(json)
  })
  return pi.payments.get(payment.identifier)
}

test.each(['1.0', '1', '1.50', '1.0e-07', '3.14'])(
  'the amount %s of a payment is a number, and how it was written is known',
  async (text) => {
    for (const metadata of [{ amount: 7 }, { order: 7 }]) {
      const payment = await readWith(`"amount":${text}`, metadata)
      expect(payment.amount).toBe(Number(text))
      expect(amountAsWritten(payment)).toBe(text)
    }
  },
)

test.each([
  ['with spaces', '"amount" : 1.0 ', { order: 7 }],
  ['with an escape', String.raw`"\u0061mount":1.0`, { amount: 7 }],
  ['beside a text of that word', '"amount":1.0', { about: 'amount' }],
])('an amount %s is known', async (_, written, metadata) => {
  const payment = await readWith(written, metadata)
  expect(payment.amount).toBe(1)
  expect(amountAsWritten(payment)).toBe('1.0')
})

test('of a copy, and of metadata with an amount, nothing is known', async () => {
  const payment = await readWith('"amount":1.0')
  expect(amountAsWritten({ ...payment })).toBeUndefined()
  expect(amountAsWritten(payment.metadata!)).toBeUndefined()
})
