import { expect, test } from 'vitest'
import type { SigningOrder } from '../payouts/model/ports.ts'
import { createSigner } from './create-signer.ts'
import { loadStellar } from './stellar.ts'

const { Keypair, TransactionBuilder } = await loadStellar()
const wallet = Keypair.random()
const recipient = Keypair.random().publicKey()
const limits = {
  wallet: wallet.publicKey(),
  network: 'Pi Testnet',
  mostAmount: 1_000_000_000n,
  mostFee: 1_000_000n,
}
const order: SigningOrder = {
  source: wallet.publicKey(),
  sequence: 101n,
  destination: recipient,
  amount: 31_400_000n,
  memo: 'RKo9DyyzYmmnq4roS1infxy1qc4m',
  fee: 100_000n,
  maxTime: 1_800_000_060,
  closedAt: 1_800_000_000,
  network: 'Pi Testnet',
}

async function openSigner() {
  const opened = await createSigner(wallet.secret(), limits)
  if (!opened.ok) throw new Error(opened.problem)
  return opened.signer
}

test('P24: what is signed is one payment of Pi with the memo, until maxTime, and nothing else', async () => {
  const signer = await openSigner()

  const signed = await signer.sign(order)

  if (!signed.ok) throw new Error(signed.reason)
  const transaction = TransactionBuilder.fromXdr(signed.xdr, 'Pi Testnet')
  if (!('sequence' in transaction)) throw new Error('A fee bump')
  expect(Buffer.from(transaction.hash()).toString('hex')).toBe(signed.hash)
  expect(wallet.verify(transaction.hash(), transaction.signatures[0]!.signature.toBytes())).toBe(
    true,
  )
  expect(transaction.signatures).toHaveLength(1)
  expect(transaction.source).toBe(wallet.publicKey())
  expect(String(transaction.sequence)).toBe('101')
  expect(String(transaction.fee)).toBe('100000')
  expect(transaction.timeBounds).toMatchObject({ minTime: '0', maxTime: '1800000060' })
  expect(transaction.memo.type).toBe('text')
  expect(Buffer.from(transaction.memo.value as Uint8Array).toString()).toBe(order.memo)
  expect(transaction.operations).toHaveLength(1)
  expect(transaction.operations[0]).toMatchObject({
    type: 'payment',
    destination: recipient,
    amount: '3.1400000',
  })
  expect(transaction.operations[0]).not.toHaveProperty('source', expect.any(String))
})

test('the same order has the same hash, and one of another network another', async () => {
  const signer = await openSigner()
  const first = await signer.sign(order)
  expect(await signer.sign(order)).toEqual(first)
  const other = await createSigner(wallet.secret(), { ...limits, network: 'Pi Network' })
  if (!other.ok || !first.ok) throw new Error('No signer')
  const elsewhere = await other.signer.sign({ ...order, network: 'Pi Network' })
  expect(elsewhere).not.toMatchObject({ hash: first.hash })
})

const wrong: [field: keyof SigningOrder, why: string, value: unknown][] = [
  ['source', 'another wallet', recipient],
  ['network', 'the other network', 'Pi Network'],
  ['network', 'no network of Pi', 'Test SDF Network ; September 2015'],
  ['sequence', 'zero', 0n],
  ['sequence', 'more than 63 bits', 2n ** 63n],
  ['destination', 'no address', 'GNOBODY'],
  [
    'destination',
    'a wrong checksum',
    `${recipient.slice(0, -1)}${recipient.endsWith('A') ? 'B' : 'A'}`,
  ],
  ['destination', 'the wallet itself', wallet.publicKey()],
  ['destination', 'a seed', wallet.secret()],
  ['amount', 'zero', 0n],
  ['amount', 'negative', -1n],
  ['amount', 'above the cap', 1_000_000_001n],
  ['memo', 'empty', ''],
  ['memo', 'of 29 bytes', 'a'.repeat(29)],
  ['memo', 'of more bytes than letters', 'ä'.repeat(15)],
  ['memo', 'no payment id', 'pay me'],
  ['fee', 'zero', 0n],
  ['fee', 'above the cap', 1_000_001n],
  ['maxTime', 'open', 0],
  ['maxTime', 'in the past', 1_800_000_000],
  ['maxTime', 'more than three minutes ahead', 1_800_000_181],
  ['maxTime', 'no number', Number.NaN],
]

test.each(wrong)('P24: an order whose %s is %s is not signed', async (field, _, value) => {
  const signer = await openSigner()
  expect(await signer.sign({ ...order, [field]: value })).toEqual({ ok: false, reason: field })
})

test('P24: three minutes after the newest ledger are still signed', async () => {
  const signer = await openSigner()
  expect(await signer.sign({ ...order, maxTime: 1_800_000_180 })).toMatchObject({ ok: true })
  expect(await signer.sign({ ...order, maxTime: 180, closedAt: 0 })).toMatchObject({ ok: false })
})

test('P25: the seed of another wallet is refused in a sentence that shows neither', async () => {
  const other = Keypair.random()
  const refused = await createSigner(other.secret(), limits)
  expect(refused).toEqual({ ok: false, problem: expect.stringContaining('PI_WALLET_ADDRESS') })
  const text = JSON.stringify(refused)
  for (const secret of [other.secret(), other.publicKey(), wallet.publicKey()]) {
    expect(text).not.toContain(secret)
  }
})

test('P25: a mistyped seed is refused in a sentence that does not show it', async () => {
  const mistyped = `${wallet.secret().slice(0, -1)}${wallet.secret().endsWith('A') ? 'B' : 'A'}`
  const refused = await createSigner(mistyped, limits)
  expect(refused).toEqual({ ok: false, problem: expect.stringContaining('checksum') })
  expect(JSON.stringify(refused)).not.toContain(mistyped)
})

test('P22: neither the signer nor its results show the seed', async () => {
  const { inspect } = await import('node:util')
  const signer = await openSigner()
  const shown = inspect([signer, await signer.sign(order)], { depth: 9, showHidden: true })
  expect(shown).not.toContain(wallet.secret())
})
