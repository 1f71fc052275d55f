import { stellar } from '../have-ledger.ts'
import { build, type pay } from './build-with-stellar.ts'
import {
  after,
  claim,
  claimant,
  claimedBy,
  inOrder,
  lock,
  onlyBalance,
  opened,
  payUsd,
  setOptions,
  trust,
  usdOf,
} from './build-operations.ts'
import { applied, failed, type Name, type Vector } from './vector.ts'

// Sources: CreateClaimableBalanceOpFrame.cpp, ClaimClaimableBalanceOpFrame.cpp and TrustLineWrapper.cpp of
// stellar-core. Of Pi itself none of this is published: inferred.

const PI = 10_000_000n
const one = (operation: ReturnType<typeof pay>) => build({ operations: [operation] })
const usd = usdOf('faucet')
/** Alice has 5 USD of the faucet. */
const holding = after(
  { operations: [trust('faucet')] },
  { from: 'faucet', operations: [payUsd('alice', 'faucet', '5')] },
)
const locked = (claimed: Name = 'bob', amount = '5') =>
  after({ operations: [lock({ asset: usd, amount, claimants: [claimant(claimed)] })] })

export const issuedBalanceVectors: Vector[] = [
  {
    name: 'an asset that its source does not hold',
    build: one(lock({ asset: usd })),
    ...failed(['op_no_trust']),
  },
  {
    name: 'more of an asset than its source holds',
    before: holding,
    build: one(lock({ asset: usd, amount: '5.0000001' })),
    ...failed(['op_underfunded']),
  },
  {
    name: 'an asset that its source holds',
    before: holding,
    build: one(lock({ asset: usd, amount: '5' })),
    ...applied(),
  },
  {
    name: 'an asset by its issuer, who makes it',
    build: one(lock({ asset: usdOf('alice'), amount: '5' })),
    ...applied(),
  },
  {
    name: 'an asset of whose holder the issuer did not authorise the trustline',
    before: after(
      { from: 'faucet', operations: [setOptions({ setFlags: stellar.AuthRequiredFlag })] },
      { operations: [trust('faucet')] },
    ),
    build: one(lock({ asset: usd, amount: '1' })),
    ...failed(['op_not_authorized']),
  },
  {
    name: 'claimed without a trustline',
    before: inOrder(holding, locked()),
    build: claimedBy('bob'),
    ...failed(['op_no_trust']),
  },
  {
    name: 'claimed with a trustline',
    before: inOrder(holding, locked(), after({ from: 'bob', operations: [trust('faucet')] })),
    build: claimedBy('bob'),
    ...applied(),
  },
  {
    name: 'claimed with too small a limit',
    before: inOrder(
      holding,
      locked(),
      after({ from: 'bob', operations: [trust('faucet', '4.9999999')] }),
    ),
    build: claimedBy('bob'),
    ...failed(['op_line_full']),
  },
  {
    name: 'claimed with a trustline that the issuer did not authorise',
    before: inOrder(
      holding,
      locked(),
      after(
        { from: 'faucet', operations: [setOptions({ setFlags: stellar.AuthRequiredFlag })] },
        { from: 'bob', operations: [trust('faucet')] },
      ),
    ),
    build: claimedBy('bob'),
    ...failed(['op_not_authorized']),
  },
  {
    name: 'claimed by its issuer, who ends it',
    before: inOrder(holding, locked('faucet')),
    build: claimedBy('faucet'),
    ...applied(),
  },
  {
    name: 'claimed by a new account that trusts at once',
    before: inOrder(holding, locked('dora'), opened('dora', 5n * PI)),
    build: (chain) =>
      build({ from: 'dora', operations: [trust('faucet'), claim(onlyBalance(chain))] })(chain),
    ...applied(2),
  },
]
