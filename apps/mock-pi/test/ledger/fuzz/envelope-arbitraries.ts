import type { xdr as Xdr } from '@stellar/stellar-sdk/base'
import fc from 'fast-check'
import { entryBodyFor } from './entry-arbitraries.ts'
import { stellar, walletOf } from '../have-ledger.ts'
import { hashWithStellar } from '../vectors/build-with-stellar.ts'

const { Keypair, xdr } = stellar

/** The first five are on the chain. */
export const ACTORS = ['alice', 'bob', 'eve', 'frank', 'grace', 'carol', 'nobody'] as const
const keys = ACTORS.map((name) => Keypair.fromSecret(walletOf(name).seed))

const LAST = 2n ** 63n - 1n
const MUXED = 0.1
const actor = fc.nat({ max: ACTORS.length - 1 })
const raw = (index: number) => keys[index]!.rawPublicKey()
/** Amounts around everything that counts: nothing, a fee, a reserve, a balance, the end of 64 bits. */
const amount = fc.oneof(
  { weight: 30, arbitrary: fc.bigInt({ min: 1n, max: 30_000_000n }) },
  fc.constantFrom(0n, -1n, 1n, 100_000n, 9_800_000n, 9_799_999n, 10_000_000_000n, LAST, -LAST - 1n),
  fc.bigInt({ min: -LAST - 1n, max: LAST }),
)
const account = fc
  .tuple(
    actor,
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  )
  .map(([index, chance, id]) =>
    chance < MUXED
      ? xdr.MuxedAccount.keyTypeMuxedEd25519(
          new xdr.MuxedAccountMed25519({ id, ed25519: raw(index) }),
        )
      : xdr.MuxedAccount.keyTypeEd25519(raw(index)),
  )
const issuer = actor.map((index) => xdr.PublicKey.publicKeyTypeEd25519(raw(index)))
const asset = fc.oneof(
  { weight: 20, arbitrary: fc.constant(xdr.Asset.assetTypeNative()) },
  fc
    .tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), issuer)
    .map(([assetCode, issuer]) =>
      xdr.Asset.assetTypeCreditAlphanum4(new xdr.AlphaNum4({ assetCode, issuer })),
    ),
)
const entryBody = entryBodyFor({ account: issuer, asset, amount })
const body: fc.Arbitrary<Xdr.OperationBody> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc
      .record({ destination: account, asset, amount })
      .map((fields) => xdr.OperationBody.payment(new xdr.PaymentOp(fields))),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(issuer, amount)
      .map(([destination, startingBalance]) =>
        xdr.OperationBody.createAccount(new xdr.CreateAccountOp({ destination, startingBalance })),
      ),
  },
  amount.map((bumpTo) => xdr.OperationBody.bumpSequence(new xdr.BumpSequenceOp({ bumpTo }))),
  { weight: 8, arbitrary: entryBody },
  fc.constantFrom(xdr.OperationBody.inflation(), xdr.OperationBody.endSponsoringFutureReserves()),
)
const operation = fc
  .record({
    sourceAccount: fc.oneof(
      { weight: 8, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: account },
    ),
    body,
  })
  .map((fields) => new xdr.Operation(fields))

const memo: fc.Arbitrary<Xdr.Memo> = fc.oneof(
  fc.constant(xdr.Memo.memoNone()),
  fc.uint8Array({ maxLength: 28 }).map((text) => xdr.Memo.memoText(text)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((id) => xdr.Memo.memoId(id)),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((hash) => xdr.Memo.memoHash(hash)),
)
const conditions: fc.Arbitrary<Xdr.Preconditions> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(xdr.Preconditions.precondNone()) },
  fc
    .record({
      minTime: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      maxTime: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    })
    .map((bounds) => xdr.Preconditions.precondTime(new xdr.TimeBounds(bounds))),
  fc
    .record({
      ledgerBounds: fc.option(
        fc
          .record({ minLedger: fc.nat({ max: 90 }), maxLedger: fc.nat({ max: 2000 }) })
          .map((bounds) => new xdr.LedgerBounds(bounds)),
      ),
      minSeqNum: fc.option(fc.bigInt({ min: -LAST - 1n, max: LAST })),
      minSeqAge: fc.bigInt({ min: 0n, max: 100n }),
      minSeqLedgerGap: fc.nat({ max: 20 }),
    })
    .map((fields) =>
      xdr.Preconditions.precondV2(
        new xdr.PreconditionsV2({ ...fields, timeBounds: null, extraSigners: [] }),
      ),
    ),
)

/** A well-formed transaction, whose sequence and signatures are mostly right. */
export const transactionArbitrary = fc.record({
  source: actor,
  sourceAccount: account,
  /** Mostly the account named by `source`, so that the signature fits. */
  isHonest: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
  fee: fc.oneof({ weight: 9, arbitrary: fc.constant(1_000_000) }, fc.nat({ max: 2 ** 32 - 1 })),
  step: fc.oneof({ weight: 9, arbitrary: fc.constant(1n) }, fc.bigInt({ min: -3n, max: 3n })),
  cond: conditions,
  memo,
  operations: fc.oneof(
    { weight: 30, arbitrary: fc.array(operation, { maxLength: 3 }) },
    fc.array(operation, { maxLength: 100 }),
  ),
  others: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.array(actor, { maxLength: 2 })),
})
export type GeneratedTransaction =
  typeof transactionArbitrary extends fc.Arbitrary<infer T> ? T : never

/** Builds and signs it for the sequence that its source has now. */
export function buildGenerated(
  generated: GeneratedTransaction,
  sequenceOf: (address: string) => bigint,
): Buffer {
  const key = keys[generated.source]!
  const seqNum = BigInt.asIntN(64, sequenceOf(key.publicKey()) + generated.step)
  const { fee, cond, memo, operations, isHonest } = generated
  const tx = new xdr.Transaction({
    sourceAccount: isHonest
      ? xdr.MuxedAccount.keyTypeEd25519(key.rawPublicKey())
      : generated.sourceAccount,
    fee,
    seqNum,
    cond,
    memo,
    operations,
    ext: xdr.TransactionExt.v0(),
  })
  const hash = Buffer.from(hashWithStellar(tx, 'Pi Testnet'))
  const signatures = [generated.source, ...generated.others].map((index) => {
    const signature = walletOf(ACTORS[index]!).sign(hash)
    return new xdr.DecoratedSignature({ hint: keys[index]!.signatureHint(), signature })
  })
  const envelope = xdr.TransactionEnvelope.envelopeTypeTx(
    new xdr.TransactionV1Envelope({ tx, signatures }),
  )
  return Buffer.from(envelope.toXdr())
}
