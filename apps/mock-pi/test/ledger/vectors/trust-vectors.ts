import type { xdr as Xdr } from '@stellar/stellar-sdk/base'
import { stellar } from '../have-ledger.ts'
import { addressOf, build, changed, inPi, pay, raw } from './build-with-stellar.ts'
import { after, inOrder, opened, payUsd, setOptions, trust, usdOf } from './build-operations.ts'
import { applied, failed, refused, type Chain, type Vector } from './vector.ts'

// Sources: ChangeTrustOpFrame.cpp, PathPaymentStrictReceiveOpFrame.cpp and TrustLineWrapper.cpp of stellar-core.
// Of Pi itself none of this is published: inferred.

const { xdr, StrKey } = stellar
const PI = 10_000_000n
const FEE = 100_000n
const PART = 4_900_000n
const RESERVE = 2n * PART

const one = (operation: ReturnType<typeof pay>) => build({ operations: [operation] })
const malformed = refused('tx_failed', ['op_malformed'])
const rawTrust = (line: Xdr.ChangeTrustAsset, limit = 1n) =>
  raw(xdr.OperationBody.changeTrust(new xdr.ChangeTrustOp({ line, limit })))
const lineOf = (issuer: 'alice' | 'bob', code: string) =>
  xdr.ChangeTrustAsset.assetTypeCreditAlphanum4(
    new xdr.AlphaNum4({
      assetCode: Buffer.from(code.padEnd(4, '\0')),
      issuer: xdr.PublicKey.publicKeyTypeEd25519(StrKey.decodeEd25519PublicKey(addressOf(issuer))),
    }),
  )
/** Alice trusts bob and has 5 of his USD, of at most 10. */
const holding = after(
  { operations: [trust('bob', '10')] },
  { from: 'bob', operations: [payUsd('alice', 'bob', '5')] },
)
const trustedOften = (count: number) => (chain: Chain) => {
  for (let code = 0; code < count; code++) {
    chain.ledger.trust(addressOf('alice'), { code: `C${code}`, issuer: addressOf('bob') })
  }
}
/** No one may hold Bob's USD unless Bob authorises it. */
const required = after({
  from: 'bob',
  operations: [setOptions({ setFlags: stellar.AuthRequiredFlag })],
})

export const trustVectors: Vector[] = [
  {
    name: 'an issuer is trusted',
    build: one(trust('bob')),
    ...applied(1, { alice: 1000n * PI - FEE }),
  },
  { name: 'a limit below zero', build: one(rawTrust(lineOf('bob', 'USD'), -1n)), ...malformed },
  {
    name: 'Pi needs no trust',
    build: one(rawTrust(xdr.ChangeTrustAsset.assetTypeNative())),
    ...malformed,
  },
  {
    name: 'a code with a sign',
    build: changed({}, { operations: [rawTrust(lineOf('bob', 'U$D'))] }),
    ...malformed,
  },
  { name: 'trust in oneself', build: one(trust('alice')), ...malformed },
  {
    name: 'shares of a pool',
    build: one(
      stellar.Operation.changeTrust({
        asset: new stellar.LiquidityPoolAsset(stellar.Asset.native(), usdOf('bob'), 30),
      }),
    ),
    ...refused('tx_failed', ['op_not_supported']),
  },
  {
    name: 'an issuer who is not on the chain',
    build: one(trust('carol')),
    ...failed(['op_no_issuer']),
  },
  { name: 'an end of no trust', build: one(trust('bob', '0')), ...failed(['op_invalid_limit']) },
  {
    name: 'the limit comes before the issuer',
    build: one(trust('carol', '0')),
    ...failed(['op_invalid_limit']),
  },
  {
    name: 'just the reserve of a trustline',
    before: opened('dora', RESERVE + PART + FEE),
    build: build({ from: 'dora', operations: [trust('bob')] }),
    ...applied(1, { dora: RESERVE + PART }),
  },
  {
    name: 'one stroop less than the reserve of a trustline',
    before: opened('dora', RESERVE + PART + FEE - 1n),
    build: build({ from: 'dora', operations: [trust('bob')] }),
    ...failed(['op_low_reserve']),
  },
  {
    name: 'the issuer comes before the reserve',
    before: opened('dora', RESERVE + FEE),
    build: build({ from: 'dora', operations: [trust('carol')] }),
    ...failed(['op_no_issuer']),
  },
  {
    name: 'a limit that is the balance',
    before: holding,
    build: one(trust('bob', '5')),
    ...applied(),
  },
  {
    name: 'a limit below the balance',
    before: holding,
    build: one(trust('bob', '4.9999999')),
    ...failed(['op_invalid_limit']),
  },
  {
    name: 'an end of trust with a balance',
    before: holding,
    build: one(trust('bob', '0')),
    ...failed(['op_invalid_limit']),
  },
  {
    name: 'an end of trust after everything was paid back, which frees the reserve',
    before: holding,
    build: build({
      fee: '300000',
      operations: [
        payUsd('bob', 'bob', '5'),
        trust('bob', '0'),
        pay('bob', inPi(1000n * PI - RESERVE - 4n * FEE)),
      ],
    }),
    ...applied(3, { alice: RESERVE }),
  },
  {
    name: 'a reserve that a trustline keeps cannot be spent',
    before: holding,
    build: one(pay('bob', inPi(1000n * PI - RESERVE - 2n * FEE))),
    ...failed(['op_underfunded']),
  },
  {
    name: 'the thousandth entry',
    before: trustedOften(999),
    build: one(trust('bob')),
    ...applied(),
  },
  {
    name: 'one entry more than a thousand',
    before: trustedOften(1000),
    build: one(trust('bob')),
    ...failed(['op_too_many_subentries']),
  },
]

export const assetVectors: Vector[] = [
  {
    name: 'an issuer makes its asset by paying',
    before: after({ operations: [trust('bob')] }),
    build: build({ from: 'bob', operations: [payUsd('alice', 'bob', '7')] }),
    ...applied(),
  },
  {
    name: 'to its issuer, of whom it came',
    before: holding,
    build: one(payUsd('bob', 'bob', '5')),
    ...applied(),
  },
  {
    name: 'one unit more than there is',
    before: holding,
    build: one(payUsd('bob', 'bob', '5.0000001')),
    ...failed(['op_underfunded']),
  },
  {
    name: 'all that the limit lets in',
    before: holding,
    build: build({ from: 'bob', operations: [payUsd('alice', 'bob', '5')] }),
    ...applied(),
  },
  {
    name: 'one unit more than the limit lets in',
    before: holding,
    build: build({ from: 'bob', operations: [payUsd('alice', 'bob', '5.0000001')] }),
    ...failed(['op_line_full']),
  },
  {
    name: 'to oneself, more than the limit lets in',
    before: holding,
    build: one(payUsd('alice', 'bob', '5.0000001')),
    ...failed(['op_line_full']),
  },
  {
    name: 'to oneself, as much as the limit lets in',
    before: holding,
    build: one(payUsd('alice', 'bob', '5')),
    ...applied(),
  },
  {
    name: 'to another holder',
    before: inOrder(
      holding,
      opened('dora', 5n * PI),
      after({ from: 'dora', operations: [trust('bob')] }),
    ),
    build: one(payUsd('dora', 'bob', '5')),
    ...applied(),
  },
  {
    name: 'to a holder whom the issuer did not authorise',
    before: inOrder(required, after({ operations: [trust('bob')] })),
    build: build({ from: 'bob', operations: [payUsd('alice', 'bob', '1')] }),
    ...failed(['op_not_authorized']),
  },
  {
    name: 'back by a holder whom the issuer did not authorise',
    before: inOrder(required, after({ operations: [trust('bob')] })),
    build: one(payUsd('bob', 'bob', '1')),
    ...failed(['op_src_not_authorized']),
  },
  {
    name: 'a trustline from before the issuer asked for authorisation stays authorised',
    before: inOrder(holding, required),
    build: one(payUsd('bob', 'bob', '5')),
    ...applied(),
  },
]
