import type { xdr as Xdr } from '@stellar/stellar-sdk/base'
import { stellar } from '../have-ledger.ts'
import { addressOf, build, inPi, NOW, pay } from './build-with-stellar.ts'
import {
  after,
  claim,
  claimant,
  claimedBy,
  inOrder,
  lock,
  onlyBalance,
  rawLock,
} from './build-operations.ts'
import { applied, failed, refused, type Vector } from './vector.ts'

// Sources: CreateClaimableBalanceOpFrame.cpp, ClaimClaimableBalanceOpFrame.cpp, SponsorshipUtils.cpp and CAP-23 of
// stellar-core. That Pi's lockups are such balances is reported; of its responses none is published: inferred.

const { Claimant, Keypair, xdr } = stellar
const { predicateAnd, predicateOr, predicateNot, predicateUnconditional } = Claimant
const PI = 10_000_000n
const FEE = 100_000n
const PART = 4_900_000n
const RESERVE = 2n * PART

const before = (seconds: number) => Claimant.predicateBeforeAbsoluteTime(String(seconds))
const within = (seconds: number) => Claimant.predicateBeforeRelativeTime(String(seconds))
const always = predicateUnconditional()
const malformed = refused('tx_failed', ['op_malformed'])
const one = (operation: ReturnType<typeof pay>) => build({ operations: [operation] })
const lockedWith = (predicate: typeof always) => lock({ claimants: [claimant('bob', predicate)] })
/** As deep as said, counting the innermost. */
const nested = (depth: number): typeof always =>
  depth === 1 ? always : predicateNot(nested(depth - 1))
const rawClaimant = (predicate: Xdr.ClaimPredicate) => [
  xdr.Claimant.claimantTypeV0(
    new xdr.ClaimantV0({
      destination: Keypair.fromPublicKey(addressOf('bob')).xdrAccountId(),
      predicate,
    }),
  ),
]
const timeBelowZero = (
  kind: 'claimPredicateBeforeAbsoluteTime' | 'claimPredicateBeforeRelativeTime',
): Vector => ({
  name: `a time below zero: ${kind}`,
  build: one(rawLock({ claimants: rawClaimant(xdr.ClaimPredicate[kind](-1n)) })),
  ...malformed,
})
const tenClaimants = Array.from({ length: 10 }, () => new Claimant(Keypair.random().publicKey()))
const BOB = 10n * PI
const GOT = BOB - FEE + 100n * PI
const NOTHING = BOB - FEE

/** Bob claims what alice put aside under the condition, in the same second. */
const claimedUnder = (name: string, predicate: typeof always, isClaimed: boolean): Vector => ({
  name,
  before: after({ operations: [lockedWith(predicate)] }),
  build: claimedBy('bob'),
  ...(isClaimed ? applied(1, { bob: GOT }) : failed(['op_cannot_claim'], { bob: NOTHING })),
})

export const balanceVectors: Vector[] = [
  {
    name: 'Pi for one claimant',
    build: one(lock()),
    ...applied(1, { alice: 900n * PI - FEE, bob: BOB }),
  },
  {
    name: 'Pi for a claimant who is not on the chain',
    build: one(lock({ claimants: [claimant('carol')] })),
    ...applied(1, { alice: 900n * PI - FEE }),
  },
  { name: 'nothing', build: one(rawLock({ amount: 0n })), ...malformed },
  { name: 'less than nothing', build: one(rawLock({ amount: -1n })), ...malformed },
  { name: 'no claimants', build: one(rawLock({ claimants: [] })), ...malformed },
  {
    name: 'one claimant twice',
    build: one(lock({ claimants: [claimant('bob'), claimant('bob', before(NOW))] })),
    ...malformed,
  },
  { name: 'ten claimants', build: one(lock({ claimants: tenClaimants })), ...applied() },
  { name: 'a condition of four levels', build: one(lockedWith(nested(4))), ...applied() },
  { name: 'a condition of five levels', build: one(lockedWith(nested(5))), ...malformed },
  {
    name: 'five levels on one side of a condition',
    build: one(lockedWith(predicateOr(always, predicateAnd(nested(3), always)))),
    ...malformed,
  },
  {
    name: 'half of an and',
    build: one(rawLock({ claimants: rawClaimant(xdr.ClaimPredicate.claimPredicateAnd([always])) })),
    ...malformed,
  },
  {
    name: 'an or of nothing',
    build: one(rawLock({ claimants: rawClaimant(xdr.ClaimPredicate.claimPredicateOr([])) })),
    ...malformed,
  },
  {
    name: 'not, but what',
    build: one(rawLock({ claimants: rawClaimant(xdr.ClaimPredicate.claimPredicateNot(null)) })),
    ...malformed,
  },
  timeBelowZero('claimPredicateBeforeAbsoluteTime'),
  timeBelowZero('claimPredicateBeforeRelativeTime'),
  {
    name: 'everything but the reserve of the balance',
    build: one(lock({ amount: inPi(1000n * PI - RESERVE - PART - FEE) })),
    ...applied(1, { alice: RESERVE + PART }),
  },
  {
    name: 'one stroop of the reserve of the balance',
    build: one(lock({ amount: inPi(1000n * PI - RESERVE - PART - FEE + 1n) })),
    ...failed(['op_low_reserve'], { alice: 1000n * PI - FEE }),
  },
  {
    name: 'each claimant costs a reserve',
    build: one(
      lock({
        amount: inPi(1000n * PI - RESERVE - 10n * PART - FEE + 1n),
        claimants: tenClaimants,
      }),
    ),
    ...failed(['op_low_reserve']),
  },
  {
    name: 'the amount comes before the reserve',
    build: one(lock({ amount: inPi(1000n * PI - RESERVE - FEE + 1n) })),
    ...failed(['op_underfunded']),
  },
  {
    name: 'the reserve of a balance cannot be spent',
    before: after({ operations: [lock()] }),
    build: one(pay('bob', inPi(900n * PI - RESERVE - 2n * FEE))),
    ...failed(['op_underfunded']),
  },
  {
    name: 'the reserve of a balance that was claimed can be spent',
    before: inOrder(
      after({ operations: [lock()] }),
      after((chain) => ({ from: 'bob', operations: [claim(onlyBalance(chain))] })),
    ),
    build: one(pay('bob', inPi(900n * PI - RESERVE - 2n * FEE))),
    ...applied(1, { alice: RESERVE }),
  },
  {
    name: 'two balances in one transaction',
    build: build({ operations: [lock(), lock({ claimants: [claimant('alice')] })] }),
    ...applied(2, { alice: 800n * PI - 2n * FEE }),
  },
  {
    name: 'of another account, which signed',
    build: build({ operations: [lock({ amount: '1', source: 'bob' })], signers: ['alice', 'bob'] }),
    ...applied(1, { alice: 1000n * PI - FEE, bob: 9n * PI }),
  },
]

export const claimVectors: Vector[] = [
  claimedUnder('at any time', always, true),
  claimedUnder('never', predicateNot(always), false),
  claimedUnder('in the last second before the end', before(NOW + 1), true),
  claimedUnder('in the second of the end', before(NOW), false),
  claimedUnder('a lockup that ends in this second', predicateNot(before(NOW)), true),
  claimedUnder('a lockup that ends in the next second', predicateNot(before(NOW + 1)), false),
  claimedUnder('within a second of now', within(1), true),
  claimedUnder('within no time', within(0), false),
  claimedUnder('after a second from now', predicateNot(within(1)), false),
  claimedUnder('both of two', predicateAnd(always, before(NOW + 1)), true),
  claimedUnder('one of two that both have to be', predicateAnd(always, before(NOW)), false),
  claimedUnder('one of two of which one is enough', predicateOr(before(NOW), always), true),
  claimedUnder('neither of two', predicateOr(before(NOW), within(0)), false),
  {
    name: 'a relative time is counted from the ledger that made the balance',
    before: inOrder(after({ operations: [lockedWith(within(60))] }), ({ clock }) => {
      clock.advance(60_000)
    }),
    build: claimedBy('bob'),
    ...failed(['op_cannot_claim']),
  },
  {
    name: 'the longest relative time does not overflow',
    before: after({
      operations: [lockedWith(Claimant.predicateBeforeRelativeTime(String(2n ** 63n - 1n)))],
    }),
    build: claimedBy('bob'),
    ...applied(1, { bob: GOT }),
  },
  {
    name: 'by an account that is no claimant, though it made the balance',
    before: after({ operations: [lock()] }),
    build: claimedBy('alice'),
    ...failed(['op_cannot_claim']),
  },
  {
    name: 'a balance that there is not',
    build: build({ operations: [claim(`00000000${'ab'.repeat(32)}`)] }),
    ...failed(['op_does_not_exist']),
  },
  {
    name: 'one balance twice',
    before: after({ operations: [lock()] }),
    build: (chain) => {
      const balance = onlyBalance(chain)
      return build({ from: 'bob', operations: [claim(balance), claim(balance)] })(chain)
    },
    ...failed(['op_success', 'op_does_not_exist'], { bob: BOB - 2n * FEE }),
  },
  {
    name: 'by one of several claimants',
    before: after({ operations: [lock({ claimants: [claimant('alice'), claimant('bob')] })] }),
    build: claimedBy('bob'),
    ...applied(1, { bob: GOT }),
  },
]
