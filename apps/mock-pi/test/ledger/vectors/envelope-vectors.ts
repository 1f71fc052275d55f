import { stellar } from '../have-ledger.ts'
import {
  addressOf,
  altered,
  build,
  bump,
  changed,
  keyOf,
  manageData,
  pay,
  raw,
  transaction,
  type Order,
} from './build-with-stellar.ts'
import { applied, malformed, refused, type Chain, type Vector } from './vector.ts'

const { Asset, Memo, MuxedAccount, Account, Operation, TransactionBuilder, xdr } = stellar

/** The same transaction in the envelope before protocol 13: a separate type, and no type of key. */
const asOldForm = (bytes: Buffer) => Buffer.concat([Buffer.alloc(4), bytes.subarray(8)])
const muxedBob = new MuxedAccount(new Account(addressOf('bob'), '0'), '7').accountId()
const feeBump = (order: Order) => (chain: Chain) => {
  const inner = transaction(chain, order)
  const bumped = TransactionBuilder.buildFeeBumpTransaction(
    keyOf('bob'),
    '1000000',
    inner,
    'Pi Testnet',
  )
  bumped.sign(keyOf('bob'))
  return bumped.toXdr()
}

const sorobanData = () => xdr.TransactionExt.sorobanData(new stellar.SorobanDataBuilder().build())
/** A payment in an asset whose code the library refuses to build. */
const payWithCode = (code: string) =>
  raw(
    xdr.OperationBody.payment(
      new xdr.PaymentOp({
        destination: xdr.MuxedAccount.keyTypeEd25519(keyOf('bob').rawPublicKey()),
        asset: xdr.Asset.assetTypeCreditAlphanum4(
          new xdr.AlphaNum4({
            assetCode: Buffer.from(code.padEnd(4, '\0')),
            issuer: xdr.PublicKey.publicKeyTypeEd25519(keyOf('bob').rawPublicKey()),
          }),
        ),
        amount: 1n,
      }),
    ),
  )

/** Replaces bytes that occur once in the envelope. */
const replaced = (order: Order, from: Buffer, to: Buffer) =>
  altered(order, (bytes) => {
    const at = bytes.indexOf(from)
    if (at < 0 || from.length !== to.length) throw new Error('These bytes cannot be replaced')
    return Buffer.concat([bytes.subarray(0, at), to, bytes.subarray(at + from.length)])
  })
const memo28 = Memo.text('x'.repeat(28))
/** Length and text of a memo of 28 bytes, and the same that says 29. */
const memoBytes = (length: number) =>
  Buffer.concat([Buffer.from([0, 0, 0, length]), Buffer.from('xxxx')])

export const memoVectors: Vector[] = [
  { name: 'a text of 28 bytes', build: build({ memo: memo28 }), ...applied() },
  { name: 'an empty text', build: build({ memo: Memo.text('') }), ...applied() },
  {
    name: 'a text that is not UTF-8',
    build: build({ memo: Memo.text(Buffer.of(0xff, 0)) }),
    ...applied(),
  },
  { name: 'a number', build: build({ memo: Memo.id('18446744073709551615') }), ...applied() },
  { name: 'a hash', build: build({ memo: Memo.hash('ab'.repeat(32)) }), ...applied() },
  { name: 'a return hash', build: build({ memo: Memo.return('cd'.repeat(32)) }), ...applied() },
  {
    name: 'a text of 29 bytes',
    build: replaced({ memo: memo28 }, memoBytes(28), memoBytes(29)),
    ...malformed,
  },
]

export const formVectors: Vector[] = [
  { name: 'a muxed source', build: build({ muxed: '42' }), ...applied() },
  {
    name: 'a muxed destination',
    build: build({
      operations: [
        Operation.payment({ destination: muxedBob, asset: Asset.native(), amount: '1' }),
      ],
    }),
    ...applied(1, { bob: 110_000_000n }),
  },
  {
    name: 'a muxed source of an operation, signed by its account',
    build: build({
      operations: [
        Operation.payment({
          source: muxedBob,
          destination: addressOf('alice'),
          asset: Asset.native(),
          amount: '1',
        }),
      ],
      signers: ['alice', 'bob'],
    }),
    ...applied(1, { bob: 90_000_000n }),
  },
  { name: 'the old form', build: altered({}, asOldForm), ...applied() },
  {
    name: 'the old form without time bounds',
    build: (chain) => {
      const cond = xdr.Preconditions.precondNone()
      const bytes = Buffer.from(changed({}, { cond })(chain), 'base64')
      return asOldForm(bytes).toString('base64')
    },
    ...applied(),
  },
  {
    name: 'no time bounds',
    build: changed({}, { cond: xdr.Preconditions.precondNone() }),
    ...applied(),
  },
  {
    name: 'the envelope type left off: what remains is the old form',
    build: altered({}, (bytes) => bytes.subarray(4)),
    ...applied(),
  },
  {
    name: 'the old form, not signed',
    build: altered({ signers: [] }, asOldForm),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'the old form with newer preconditions',
    build: altered({ ledgerbounds: { minLedger: 0, maxLedger: 9 } }, asOldForm),
    ...malformed,
  },
  {
    name: 'a fee bump, which is not simulated',
    build: feeBump({}),
    ...refused('tx_not_supported'),
  },
  {
    name: 'an extra signer, which is not simulated',
    build: build({ extraSigners: [addressOf('bob')], signers: ['alice', 'bob'] }),
    ...refused('tx_not_supported'),
  },
  {
    name: 'resources of a contract on a payment',
    build: changed({}, { ext: sorobanData() }),
    ...refused('tx_malformed'),
  },
  {
    name: 'an operation that is not simulated',
    build: build({ operations: [manageData()] }),
    ...refused('tx_failed', ['op_not_supported']),
  },
  {
    name: 'one that is not simulated after a payment',
    build: build({ operations: [pay('bob', '1'), manageData()] }),
    ...refused('tx_failed', ['op_success', 'op_not_supported']),
  },
  {
    name: 'bump_sequence forward',
    build: build({ operations: [bump(9n << 32n)] }),
    ...applied(),
  },
  {
    name: 'bump_sequence back changes nothing',
    build: build({ operations: [bump(1n)] }),
    ...applied(),
  },
  {
    name: 'bump_sequence below zero',
    build: build({ operations: [bump(-1n)] }),
    ...refused('tx_failed', ['op_bad_seq']),
  },
  {
    name: 'an asset code with a sign that codes do not have',
    build: changed({}, { operations: [payWithCode('US-D')] }),
    ...refused('tx_failed', ['op_malformed']),
  },
  {
    name: 'an asset without a code',
    build: changed({}, { operations: [payWithCode('')] }),
    ...refused('tx_failed', ['op_malformed']),
  },
  {
    name: 'an asset code with a hole',
    build: changed({}, { operations: [payWithCode('U\0D')] }),
    ...refused('tx_failed', ['op_malformed']),
  },
]

export const brokenVectors: Vector[] = [
  { name: 'nothing', build: () => '', ...malformed },
  { name: 'no base64', build: () => '!'.repeat(40), ...malformed },
  { name: 'an address', build: () => addressOf('alice'), ...malformed },
  {
    name: 'four bytes too many',
    build: altered({}, (bytes) => Buffer.concat([bytes, Buffer.alloc(4)])),
    ...malformed,
  },
  {
    name: 'a byte too many',
    build: altered({}, (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
    ...malformed,
  },
  { name: 'a lost end', build: altered({}, (bytes) => bytes.subarray(0, -4)), ...malformed },
  {
    name: 'an unknown type of envelope',
    build: altered({}, (bytes) => Buffer.concat([Buffer.from([0, 0, 0, 9]), bytes.subarray(4)])),
    ...malformed,
  },
  {
    name: 'padding that is not zero',
    build: replaced({ memo: Memo.text('abc') }, Buffer.from('abc\0'), Buffer.from('abc\x01')),
    ...malformed,
  },
  {
    name: 'an alphabet of URLs',
    build: (chain) => build({ memo: Memo.hash('ff'.repeat(32)) })(chain).replaceAll('/', '_'),
    ...malformed,
  },
  {
    name: 'a plus that became a space on its way',
    build: (chain) => build({ memo: Memo.hash('fb'.repeat(32)) })(chain).replaceAll('+', ' '),
    ...malformed,
  },
  {
    name: 'twenty-one signatures',
    build: altered({ signers: Array.from({ length: 20 }, () => 'bob' as const) }, (bytes) => {
      const one = 72
      const list = bytes.length - 20 * one - 4
      const changed = Buffer.concat([bytes, bytes.subarray(-one)])
      changed.writeUInt32BE(21, list)
      return changed
    }),
    ...malformed,
  },
]
