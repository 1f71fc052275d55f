import { Keypair, Transaction } from '@stellar/stellar-sdk/base'
import { expect, test } from 'vitest'
import { addressOf, signTransfer } from '../src/chain/sign-transfer.ts'

const seedBytes = new Uint8Array(32).fill(7)
const keypair = Keypair.fromRawEd25519Seed(seedBytes)
const seed = keypair.secret()
const to = Keypair.fromRawEd25519Seed(new Uint8Array(32).fill(9)).publicKey()
const transfer = {
  seed,
  to,
  stroops: 31_400_001n,
  memo: 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9',
  network: 'Pi Testnet',
  sequence: 9_007_199_254_740_993n,
  fee: 100_000,
  maxTime: 1_800_000_000n,
}

test("Stellar's own library reads the transfer as it was meant", () => {
  const { xdr, hash } = signTransfer(transfer)
  const read = new Transaction(xdr, 'Pi Testnet')

  expect(Buffer.from(read.hash()).toString('hex')).toBe(hash)
  expect(read).toMatchObject({
    source: keypair.publicKey(),
    sequence: '9007199254740993',
    fee: '100000',
    timeBounds: { minTime: '0', maxTime: '1800000000' },
    operations: [{ type: 'payment', destination: to, amount: '3.1400001' }],
  })
  expect(Buffer.from(read.memo.value as Uint8Array).toString()).toBe(transfer.memo)
})

test('the library accepts the signature, only on the network that it was made for', () => {
  const { xdr } = signTransfer(transfer)
  const read = new Transaction(xdr, 'Pi Testnet')
  const [signature] = read.signatures
  const bytes = signature!.signature.toBytes()
  expect(keypair.verify(read.hash(), bytes)).toBe(true)
  expect(keypair.verify(new Transaction(xdr, 'Pi Network').hash(), bytes)).toBe(false)
})

test.each(['', 'abc', 'abcd', 'HPXg3tVs0Wi2x3At9pYr4ISx4gx9'])(
  'the memo "%s" is padded',
  (memo) => {
    const read = new Transaction(signTransfer({ ...transfer, memo }).xdr, 'Pi Testnet')
    expect(Buffer.from(read.memo.value as Uint8Array).toString()).toBe(memo)
  },
)

test('the address of a seed is the one that the library knows', () => {
  expect(addressOf(seed)).toBe(keypair.publicKey())
})
