import { expect, test } from 'vitest'
import { startPi } from './start-pi.ts'
import { wirePayment } from './wire-payment.ts'
import { amountAsWritten } from '../src/index.ts'

async function readWith(amount: string) {
  const payment = { ...wirePayment(), metadata: { amount: 7 } }
  const json = JSON.stringify(payment).replace(/"amount":[^,]*/, `"amount":${amount}`)
  const { pi } = await startPi((res) => {
    res.writeHead(200, { 'content-type': 'application/json' })
    res.end(json)
  })
  return pi.payments.get(payment.identifier)
}

test.each(['1.0', '1', '1.50', '1.0e-07', '3.14'])(
  'the amount %s of a payment is a number, and how it was written is known',
  async (text) => {
    const payment = await readWith(text)
    expect(payment.amount).toBe(Number(text))
    expect(amountAsWritten(payment)).toBe(text)
  },
)

test('of a copy, and of metadata with an amount, nothing is known', async () => {
  const payment = await readWith('1.0')
  expect(amountAsWritten({ ...payment })).toBeUndefined()
  expect(amountAsWritten(payment.metadata!)).toBeUndefined()
})
