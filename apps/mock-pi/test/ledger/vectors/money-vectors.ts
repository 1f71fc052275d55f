import { stellar } from '../have-ledger.ts'
import { addressOf, build, bump, create, inPi, pay, payIssued, raw } from './build-with-stellar.ts'
import { applied, failed, refused, type Chain, type Vector } from './vector.ts'

const { xdr } = stellar
const PI = 10_000_000n
const FEE = 100_000n
/** Two base reserves of 0.49 Pi: what an account keeps. */
const RESERVE = 9_800_000n
const LAST = 2n ** 63n - 1n
const ALICE = 1000n * PI
const SPENDABLE = ALICE - RESERVE - FEE

const opened = (balance: bigint) => (chain: Chain) => chain.ledger.open(addressOf('dora'), balance)
const fromDora = (fee: string) => build({ from: 'dora', fee, operations: [pay('dora', '1')] })
const payStroops = (amount: bigint) =>
  raw(
    xdr.OperationBody.payment(
      new xdr.PaymentOp({
        destination: xdr.MuxedAccount.keyTypeEd25519(rawKey('bob')),
        asset: xdr.Asset.assetTypeNative(),
        amount,
      }),
    ),
  )
const createStroops = (startingBalance: bigint) =>
  raw(
    xdr.OperationBody.createAccount(
      new xdr.CreateAccountOp({
        destination: xdr.PublicKey.publicKeyTypeEd25519(rawKey('carol')),
        startingBalance,
      }),
    ),
  )
const rawKey = (name: 'bob' | 'carol') => stellar.StrKey.decodeEd25519PublicKey(addressOf(name))
const one = (operation: ReturnType<typeof pay>) => build({ operations: [operation] })

export const feeVectors: Vector[] = [
  {
    name: 'one stroop below the fee',
    build: build({ fee: '99999' }),
    ...refused('tx_insufficient_fee'),
  },
  {
    name: 'stellar’s own base fee',
    build: build({ fee: '100' }),
    ...refused('tx_insufficient_fee'),
  },
  { name: 'no fee', build: build({ fee: '0' }), ...refused('tx_insufficient_fee') },
  {
    name: 'a fee for one of two operations',
    build: build({ fee: '99999', operations: [pay('bob', '1'), pay('bob', '1')] }),
    ...refused('tx_insufficient_fee'),
  },
  {
    name: 'a generous fee: no more than the base fee is taken',
    build: build({ fee: '5000000' }),
    ...applied(1, { alice: ALICE - PI - FEE }),
  },
  {
    name: 'the fee comes before the account',
    build: build({ from: 'carol', fee: '100' }),
    ...refused('tx_insufficient_fee'),
  },
  {
    name: 'a source that is not on the chain',
    build: build({ from: 'carol' }),
    ...refused('tx_no_source_account'),
  },
  {
    name: 'just the fee above the reserve',
    before: opened(RESERVE + FEE),
    build: fromDora('100000'),
    ...applied(1, { dora: RESERVE }),
  },
  {
    name: 'one stroop less than the fee above the reserve',
    before: opened(RESERVE + FEE - 1n),
    build: fromDora('100000'),
    ...refused('tx_insufficient_balance'),
  },
  {
    name: 'the fee that is offered must be there, not the one that is taken',
    before: opened(RESERVE + FEE),
    build: fromDora('100001'),
    ...refused('tx_insufficient_balance'),
  },
  {
    name: 'an account below its reserve',
    before: opened(1n),
    build: fromDora('100000'),
    ...refused('tx_insufficient_balance'),
  },
  {
    name: 'the signature comes before the balance',
    before: opened(1n),
    build: build({ from: 'dora', signers: [] }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'the balance for the fee comes before the operations',
    before: opened(1n),
    build: build({ from: 'dora', operations: [bump(-1n)] }),
    ...refused('tx_insufficient_balance'),
  },
]

export const paymentVectors: Vector[] = [
  { name: 'one stroop', build: one(payStroops(1n)), ...applied(1, { bob: 10n * PI + 1n }) },
  {
    name: 'everything that can be spent',
    build: one(pay('bob', inPi(SPENDABLE))),
    ...applied(1, { alice: RESERVE, bob: 10n * PI + SPENDABLE }),
  },
  {
    name: 'one stroop more than can be spent',
    build: one(pay('bob', inPi(SPENDABLE + 1n))),
    ...failed(['op_underfunded'], { alice: ALICE - FEE, bob: 10n * PI }),
  },
  { name: 'nothing', build: one(payStroops(0n)), ...refused('tx_failed', ['op_malformed']) },
  {
    name: 'a negative amount',
    build: one(payStroops(-1n)),
    ...refused('tx_failed', ['op_malformed']),
  },
  {
    name: 'to an account that is not on the chain',
    build: one(pay('carol', '1')),
    ...failed(['op_no_destination'], { alice: ALICE - FEE }),
  },
  {
    name: 'more than there is, to an unknown account: the destination is checked first',
    build: one(pay('carol', '2000')),
    ...failed(['op_no_destination']),
  },
  {
    name: 'to oneself, more than one has',
    build: one(pay('alice', '5000')),
    ...applied(1, { alice: ALICE - FEE }),
  },
  {
    name: 'one stroop more than a balance can hold: the destination is looked at first',
    build: one(payStroops(LAST - 10n * PI + 1n)),
    ...failed(['op_line_full']),
  },
  {
    name: 'just as much as a balance can hold',
    build: one(payStroops(LAST - 10n * PI)),
    ...failed(['op_underfunded']),
  },
  {
    name: 'an issued asset to an account without a trustline',
    build: one(payIssued('faucet', 'bob')),
    ...failed(['op_no_trust']),
  },
  {
    name: 'an issued asset back to its issuer by an account without a trustline',
    build: one(payIssued('bob', 'bob')),
    ...failed(['op_src_no_trust']),
  },
  {
    name: 'an issued asset to its issuer who is not on the chain',
    build: one(payIssued('carol', 'carol')),
    ...failed(['op_src_no_trust']),
  },
  {
    name: 'an issued asset to an account that is not on the chain',
    build: one(payIssued('carol', 'bob')),
    ...failed(['op_no_destination']),
  },
  {
    name: 'an issuer who pays himself',
    build: one(payIssued('alice', 'alice', 'LONGCODE')),
    ...applied(1, { alice: ALICE - FEE }),
  },
]

export const accountVectors: Vector[] = [
  {
    name: 'a new account with the least balance',
    build: one(create('carol', inPi(RESERVE))),
    ...applied(1, { carol: RESERVE, alice: ALICE - RESERVE - FEE }),
  },
  {
    name: 'a new account with one stroop less',
    build: one(create('carol', inPi(RESERVE - 1n))),
    ...failed(['op_low_reserve'], { alice: ALICE - FEE }),
  },
  {
    name: 'a new account with nothing',
    build: one(create('carol', '0')),
    ...failed(['op_low_reserve']),
  },
  {
    name: 'a new account with less than nothing',
    build: one(createStroops(-1n)),
    ...refused('tx_failed', ['op_malformed']),
  },
  {
    name: 'a new account for oneself',
    build: one(create('alice', '1')),
    ...refused('tx_failed', ['op_malformed']),
  },
  {
    name: 'an account that is there',
    build: one(create('bob', '1')),
    ...failed(['op_already_exists']),
  },
  {
    name: 'an account that is there, with too little: being there comes first',
    build: one(create('bob', '0.1')),
    ...failed(['op_already_exists']),
  },
  {
    name: 'a new account with everything that can be spent',
    build: one(create('carol', inPi(SPENDABLE))),
    ...applied(1, { alice: RESERVE, carol: SPENDABLE }),
  },
  {
    name: 'a new account with one stroop more',
    build: one(create('carol', inPi(SPENDABLE + 1n))),
    ...failed(['op_underfunded']),
  },
  {
    name: 'too little for an account comes before too little to spend',
    before: opened(RESERVE + FEE),
    build: build({ from: 'dora', operations: [create('carol', inPi(RESERVE - 1n))] }),
    ...failed(['op_low_reserve']),
  },
  {
    name: 'the same account twice',
    build: build({ operations: [create('carol', '1'), create('carol', '1')] }),
    ...failed(['op_success', 'op_already_exists'], { alice: ALICE - 2n * FEE }),
  },
]

export const severalVectors: Vector[] = [
  {
    name: 'the second of two fails: the first is rolled back',
    build: build({ operations: [pay('bob', '1'), pay('bob', '2000')] }),
    ...failed(['op_success', 'op_underfunded'], { alice: ALICE - 2n * FEE, bob: 10n * PI }),
  },
  {
    name: 'the first of two fails: the second is tried, and rolled back',
    build: build({ operations: [pay('bob', '2000'), pay('bob', '1')] }),
    ...failed(['op_underfunded', 'op_success'], { alice: ALICE - 2n * FEE, bob: 10n * PI }),
  },
  {
    name: 'two that together are too much',
    build: build({ operations: [pay('bob', '600'), pay('bob', '600')] }),
    ...failed(['op_success', 'op_underfunded'], { bob: 10n * PI }),
  },
  {
    name: 'a failed one gives nothing to those after it',
    build: build({
      operations: [pay('bob', '2000'), pay('alice', '500', 'bob')],
      signers: ['alice', 'bob'],
    }),
    ...failed(['op_underfunded', 'op_underfunded'], { bob: 10n * PI }),
  },
  {
    name: 'a hundred, as many as there may be',
    build: build({ operations: Array.from({ length: 100 }, () => pay('bob', '0.01')) }),
    ...applied(100, { alice: ALICE - PI - 100n * FEE }),
  },
  { name: 'none', build: build({ operations: [] }), ...refused('tx_missing_operation') },
]
