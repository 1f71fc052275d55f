import type { xdr as Xdr } from '@stellar/stellar-sdk/base'
import fc from 'fast-check'
import { stellar } from '../have-ledger.ts'

const { xdr } = stellar

type Parts = {
  account: fc.Arbitrary<Xdr.PublicKey>
  asset: fc.Arbitrary<Xdr.Asset>
  amount: fc.Arbitrary<bigint>
}

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const word = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 3 }) },
  fc.constantFrom(4, 8, 15, 16, 255, 256, 2 ** 31, 2 ** 32 - 1),
)
/** Mostly left out, so that a few accounts keep signing as before. */
const seldom = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value })

/** Operations on other entries than accounts: trustlines, claimable balances, signers. */
export function entryBodyFor({ account, asset, amount }: Parts): fc.Arbitrary<Xdr.OperationBody> {
  const { predicate } = fc.letrec<{ predicate: Xdr.ClaimPredicate }>((tie) => {
    const parts = (least: number) => fc.array(tie('predicate'), { minLength: least, maxLength: 2 })
    return {
      predicate: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant(xdr.ClaimPredicate.claimPredicateUnconditional()),
        amount.map((time) => xdr.ClaimPredicate.claimPredicateBeforeAbsoluteTime(time)),
        amount.map((time) => xdr.ClaimPredicate.claimPredicateBeforeRelativeTime(time)),
        parts(0).map((all) => xdr.ClaimPredicate.claimPredicateAnd(all)),
        parts(2).map((all) => xdr.ClaimPredicate.claimPredicateOr(all)),
        fc.option(tie('predicate')).map((part) => xdr.ClaimPredicate.claimPredicateNot(part)),
      ),
    }
  })
  const claimant = fc
    .record({ destination: account, predicate })
    .map((fields) => xdr.Claimant.claimantTypeV0(new xdr.ClaimantV0(fields)))
  const signerKey = fc.oneof(
    account.map((key) => xdr.SignerKey.signerKeyTypeEd25519(key.value.toBytes())),
    bytes32.map((bytes) => xdr.SignerKey.signerKeyTypePreAuthTx(bytes)),
    bytes32.map((bytes) => xdr.SignerKey.signerKeyTypeHashX(bytes)),
    fc
      .record({ ed25519: bytes32, payload: fc.uint8Array({ maxLength: 64 }) })
      .map((fields) =>
        xdr.SignerKey.signerKeyTypeEd25519SignedPayload(
          new xdr.SignerKeyEd25519SignedPayload(fields),
        ),
      ),
  )
  return fc.oneof(
    fc
      .record({ asset, amount, claimants: fc.array(claimant, { maxLength: 10 }) })
      .map((fields) =>
        xdr.OperationBody.createClaimableBalance(new xdr.CreateClaimableBalanceOp(fields)),
      ),
    bytes32.map((bytes) =>
      xdr.OperationBody.claimClaimableBalance(
        new xdr.ClaimClaimableBalanceOp({
          balanceId: xdr.ClaimableBalanceId.claimableBalanceIdTypeV0(bytes),
        }),
      ),
    ),
    fc.tuple(asset, amount).map(([line, limit]) =>
      xdr.OperationBody.changeTrust(
        // The same XDR but for shares of pools.
        new xdr.ChangeTrustOp({ line: xdr.ChangeTrustAsset.fromXdr(line.toXdr()), limit }),
      ),
    ),
    fc
      .record({
        inflationDest: seldom(account),
        clearFlags: seldom(word),
        setFlags: seldom(word),
        masterWeight: seldom(fc.constantFrom(1, 2, 256)),
        lowThreshold: seldom(fc.constantFrom(0, 1, 300)),
        medThreshold: seldom(fc.constantFrom(0, 1, 2)),
        highThreshold: seldom(fc.constantFrom(0, 1, 2)),
        homeDomain: seldom(fc.uint8Array({ maxLength: 32 }).map((text) => Buffer.from(text))),
        signer: seldom(
          fc.record({ key: signerKey, weight: word }).map((fields) => new xdr.Signer(fields)),
        ),
      })
      .map((fields) => xdr.OperationBody.setOptions(new xdr.SetOptionsOp(fields))),
  )
}
