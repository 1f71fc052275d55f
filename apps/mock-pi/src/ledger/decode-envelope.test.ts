import { expect, test } from 'vitest'
import { buildPayment } from './build-payment.ts'
import { decodeEnvelope } from './decode-envelope.ts'
import { loadStellar } from './stellar.ts'
import { createWallet } from './wallet.ts'

const stellar = await loadStellar()
const { Account, Asset, Keypair, Memo, Operation, TransactionBuilder } = stellar
const alice = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 1))
const bob = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 2)).publicKey()
const pay = Operation.payment({ destination: bob, asset: Asset.native(), amount: '1' })

function build(options = {}, operations = [pay], source = new Account(alice.publicKey(), '0')) {
  const builder = new TransactionBuilder(source, {
    fee: '100000',
    networkPassphrase: 'Pi Testnet',
    timebounds: { minTime: 0, maxTime: 0 },
    ...options,
  })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.build()
  transaction.sign(alice)
  return transaction
}
const decode = (text: string) => decodeEnvelope(stellar, text, 'Pi Testnet')
const hashOf = (transaction: { hash(): Uint8Array }) =>
  Buffer.from(transaction.hash()).toString('hex')

test('the hash is that of the library, on either network', () => {
  const transaction = build()
  expect(decode(transaction.toXdr())?.hash).toBe(hashOf(transaction))
  expect(decodeEnvelope(stellar, transaction.toXdr(), 'Pi Network')?.hash).toBe(
    hashOf(new stellar.Transaction(transaction.toXdr(), 'Pi Network')),
  )
})

test.each([
  [Memo.none(), { type: 'none' }],
  [Memo.text('ü'), { type: 'text', value: Buffer.from('ü') }],
  [Memo.text(Uint8Array.of(0xff, 0)), { type: 'text', value: Buffer.of(0xff, 0) }],
  [Memo.id('18446744073709551615'), { type: 'id', value: 2n ** 64n - 1n }],
  [Memo.hash('ab'.repeat(32)), { type: 'hash', value: Buffer.alloc(32, 0xab) }],
  [Memo.return('cd'.repeat(32)), { type: 'return', value: Buffer.alloc(32, 0xcd) }],
])('a memo is read byte for byte: %#', (memo, expected) => {
  expect(decode(build({ memo }).toXdr())?.memo).toEqual(expected)
})

test('muxed accounts lead to their account and keep their id', () => {
  const source = new stellar.MuxedAccount(new Account(alice.publicKey(), '0'), '7')
  const to = new stellar.MuxedAccount(new Account(bob, '0'), '18446744073709551615')
  const operation = Operation.payment({
    source: source.accountId(),
    destination: to.accountId(),
    asset: Asset.native(),
    amount: '1',
  })
  const muxedAlice = {
    address: alice.publicKey(),
    muxed: { address: source.accountId(), id: 7n },
  }

  expect(decode(build({}, [operation], source as never).toXdr())).toMatchObject({
    source: muxedAlice,
    operations: [
      {
        source: muxedAlice,
        to: { address: bob, muxed: { address: to.accountId(), id: 2n ** 64n - 1n } },
      },
    ],
  })
})

test('every precondition is read, and what is not said is open', () => {
  const open = decode(build().toXdr())?.preconditions
  const full = decode(
    build({
      timebounds: { minTime: 1, maxTime: 2 },
      ledgerbounds: { minLedger: 3, maxLedger: 4 },
      minAccountSequence: '5',
      minAccountSequenceAge: 6n,
      minAccountSequenceLedgerGap: 7,
      extraSigners: [bob],
    }).toXdr(),
  )?.preconditions

  expect(open).toEqual({
    minTime: 0n,
    maxTime: 0n,
    hasTimeBounds: true,
    minLedger: 0,
    maxLedger: 0,
    minSequence: null,
    minSequenceAge: 0n,
    minSequenceLedgerGap: 0,
    hasExtraSigners: false,
  })
  expect(full).toEqual({
    minTime: 1n,
    maxTime: 2n,
    hasTimeBounds: true,
    minLedger: 3,
    maxLedger: 4,
    minSequence: 5n,
    minSequenceAge: 6n,
    minSequenceLedgerGap: 7,
    hasExtraSigners: true,
  })
})

test('an envelope of the old form becomes the new one under the same hash', () => {
  const transaction = build({ memo: Memo.id('9') })
  const old = asV0(transaction.toXdr())

  expect(old).not.toBe(transaction.toXdr())
  expect(decode(old)).toEqual(decode(transaction.toXdr()))
  expect(decode(old)?.hash).toBe(hashOf(new stellar.Transaction(old, 'Pi Testnet')))
})

test('what the old form did not have is malformed in it', () => {
  const v2 = build({ ledgerbounds: { minLedger: 1, maxLedger: 2 } }).toXdr()
  expect(decode(v2)).not.toBeNull()
  expect(decode(asV0(v2))).toBeNull()
})

test('a fee bump is recognised and has its own hash', () => {
  const inner = build()
  const bump = TransactionBuilder.buildFeeBumpTransaction(alice, '200000', inner, 'Pi Testnet')
  bump.sign(alice)

  expect(decode(inner.toXdr())?.isFeeBump).toBe(false)
  expect(decode(bump.toXdr())).toMatchObject({
    isFeeBump: true,
    hash: hashOf(bump),
    sequence: 1n,
    maxFee: BigInt(bump.fee),
  })
})

test('operations that are not simulated keep the name that Horizon gives them', () => {
  const operations = [
    Operation.bumpSequence({ bumpTo: '9' }),
    Operation.manageData({ name: 'a', value: 'b' }),
    Operation.createPassiveSellOffer({
      selling: Asset.native(),
      buying: new Asset('USD', bob),
      amount: '1',
      price: 1,
    }),
  ]
  expect(decode(build({}, operations as never).toXdr())?.operations).toEqual([
    { type: 'bump_sequence', bumpTo: 9n },
    { type: 'not_simulated', name: 'manage_data' },
    { type: 'not_simulated', name: 'create_passive_sell_offer' },
  ])
})

test('an asset has its code and issuer, and a code too short for its kind keeps its padding', () => {
  const payIn = (asset: InstanceType<typeof Asset>) =>
    decode(build({}, [Operation.payment({ destination: bob, asset, amount: '1' })]).toXdr())!
  const short = Buffer.from('TOOLONG'.padEnd(12, '\0'))
  const bytes = Buffer.from(
    build({}, [
      Operation.payment({ destination: bob, asset: new Asset('TOOLONG', bob), amount: '1' }),
    ]).toXdr(),
    'base64',
  )
  bytes.fill(0, bytes.indexOf(short) + 3, bytes.indexOf(short) + 12)

  expect(payIn(new Asset('USD', bob)).operations[0]).toMatchObject({
    asset: { code: 'USD', issuer: bob },
  })
  expect(payIn(new Asset('LONGERCODE', bob)).operations[0]).toMatchObject({
    asset: { code: 'LONGERCODE', issuer: bob },
  })
  expect(decode(bytes.toString('base64'))?.operations[0]).toMatchObject({
    asset: { code: 'TOO'.padEnd(12, '\0') },
  })
})

/** Ends with padding. */
const VALID = build({ memo: Memo.text('a') }).toXdr()
test.each([
  ['', 'nothing'],
  ['AAAA', 'three bytes'],
  ['AAAAAg', 'base64 without its padding'],
  [VALID.replace('=', ''), 'a lost padding'],
  [`${VALID}=`, 'too much padding'],
  [`${VALID}\n`, 'a line break at the end'],
  [`${VALID}AAAA`, 'bytes at the end'],
  [VALID.slice(0, -8), 'a cut end'],
  [` ${VALID}`, 'a space'],
  [VALID.replace('A', '-'), 'the alphabet of URLs'],
  [VALID.replace('A', 'Ä'), 'a letter beyond ASCII'],
  [Buffer.from(VALID, 'base64').toString('hex'), 'hex'],
])('malformed: %j (%#)', (text) => {
  expect(decode(text)).toBeNull()
})

test('line breaks inside are skipped', () => {
  const broken = `${VALID.slice(0, 64)}\r\n${VALID.slice(64, 70)}\n${VALID.slice(70)}`
  expect(decode(broken)).toEqual(decode(VALID))
})

test('a transaction built by the mock is read whole', () => {
  const from = createWallet(Buffer.alloc(32, 1))
  const order = { from, to: bob, amount: 1n, network: 'Pi Testnet', sequence: 1n, fee: 1n } as const
  const built = buildPayment(stellar, { ...order, type: 'payment' })
  expect(decode(built.xdr)).toEqual(built)
})

function asV0(v1: string): string {
  const bytes = Buffer.from(v1, 'base64').subarray(8)
  return Buffer.concat([Buffer.alloc(4), bytes]).toString('base64')
}
