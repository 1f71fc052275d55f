import { expect, test } from 'vitest'
import { buildPayment, type PaymentOrder } from './build-payment.ts'
import { loadStellar } from './stellar.ts'
import { isSignedBy } from './verify-signature.ts'
import { createWallet } from './wallet.ts'

const stellar = await loadStellar()
const from = createWallet(Buffer.alloc(32, 1))
const to = createWallet(Buffer.alloc(32, 2)).address
const order: PaymentOrder = {
  type: 'payment',
  from,
  to,
  amount: 31_400_000n,
  memo: 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9',
  network: 'Pi Testnet',
  sequence: 42n,
  fee: 100_000n,
  maxTime: 1_800_000_000n,
}

test('a payment is built as ordered, and the library reads the same from it', () => {
  const envelope = buildPayment(stellar, order)
  const read = new stellar.Transaction(envelope.xdr, 'Pi Testnet')

  expect(envelope).toMatchObject({
    source: { address: from.address },
    sequence: 42n,
    maxFee: 100_000n,
    memo: { type: 'text', value: Buffer.from('HPXg3tVs0Wi2x3At9pYr4ISx4gx9') },
    preconditions: { minTime: 0n, maxTime: 1_800_000_000n },
    operations: [{ type: 'payment', to: { address: to }, asset: 'native', amount: 31_400_000n }],
  })
  expect(read.operations).toMatchObject([{ type: 'payment', destination: to, amount: '3.1400000' }])
  expect(read).toMatchObject({ source: from.address, sequence: '42', fee: '100000' })
})

test('the library agrees with the hash and the signature', () => {
  const { xdr, hash, signatures } = buildPayment(stellar, order)
  const bytes = new stellar.Transaction(xdr, 'Pi Testnet').hash()

  expect(hash).toBe(Buffer.from(bytes).toString('hex'))
  expect(signatures).toHaveLength(1)
  expect(isSignedBy(from.address, Buffer.from(bytes), signatures[0]!)).toBe(true)
  expect(stellar.Keypair.fromPublicKey(from.address).verify(bytes, signatures[0]!.signature)).toBe(
    true,
  )
})

test('a new account gets its balance by create_account', () => {
  const { memo: _, ...plain } = order
  expect(buildPayment(stellar, { ...plain, type: 'create_account' })).toMatchObject({
    memo: { type: 'none' },
    operations: [{ type: 'create_account', to: { address: to }, startingBalance: 31_400_000n }],
  })
})
