import { hash } from 'node:crypto'
import { stellar } from '../have-ledger.ts'
import { build, bump, pay, transaction } from './build-with-stellar.ts'
import {
  after,
  claimant,
  claimedBy,
  lock,
  setOptions,
  signer,
  type Options,
} from './build-operations.ts'
import { applied, refused, type Chain, type Name, type Vector } from './vector.ts'

// Sources: SignatureChecker.cpp, OperationFrame.cpp and TransactionFrame.cpp of stellar-core. Of Pi itself none of
// this is published: inferred.

const PI = 10_000_000n
/** Alice has these options, one after another. */
const alice = (...options: Options[]) =>
  after({ operations: options.map((each) => setOptions(each)) })
/** Low, medium and high need 1, 2 and 3; alice's own key has 1, and so has dora's. */
const threeSteps = alice(signer('dora'), signer('carol'), {
  lowThreshold: 1,
  medThreshold: 2,
  highThreshold: 3,
})
const signedBy = (...signers: Name[]) => build({ signers })
const badAuth = refused('tx_failed', ['op_bad_auth'])

const SECRET = Buffer.from('a secret that opens the account')
const withSecret = alice({ signer: { sha256Hash: hash('sha256', SECRET, 'buffer'), weight: 1 } })
const openedBy = (secret: Buffer) => (chain: Chain) => {
  const unsigned = transaction(chain, { signers: [] })
  const hint = hash('sha256', SECRET, 'buffer').subarray(-4)
  unsigned.addDecoratedSignature(new stellar.xdr.DecoratedSignature({ hint, signature: secret }))
  return unsigned.toXdr()
}
/** Lets alice's transaction after next through in advance. */
const preAuthorised = (chain: Chain) => {
  const coming = transaction(chain, { step: 2n, signers: [] })
  alice({ signer: { preAuthTx: Buffer.from(coming.hash()), weight: 1 } })(chain)
}

export const weightVectors: Vector[] = [
  {
    name: 'a second signer alone',
    before: alice(signer('dora')),
    build: signedBy('dora'),
    ...applied(),
  },
  {
    name: 'two signers of whom one is enough',
    before: alice(signer('dora')),
    build: signedBy('alice', 'dora'),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'one of two signatures that a payment needs',
    before: alice(signer('dora'), { medThreshold: 2 }),
    build: signedBy('alice'),
    ...badAuth,
  },
  {
    name: 'two of two signatures that a payment needs',
    before: alice(signer('dora'), { medThreshold: 2 }),
    build: signedBy('alice', 'dora'),
    ...applied(),
  },
  {
    name: 'one signature twice is not two',
    before: alice(signer('dora'), { medThreshold: 2 }),
    build: signedBy('dora', 'dora'),
    ...badAuth,
  },
  {
    name: 'two signatures and one of another key',
    before: alice(signer('dora'), { medThreshold: 2 }),
    build: signedBy('alice', 'dora', 'bob'),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'a transaction itself needs the low threshold',
    before: alice(signer('dora'), { lowThreshold: 2 }),
    build: signedBy('alice'),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'a signer of weight 2',
    before: alice(signer('dora', 2), { lowThreshold: 2, medThreshold: 2 }),
    build: signedBy('dora'),
    ...applied(),
  },
  {
    name: 'an own key without weight',
    before: alice(signer('dora'), { masterWeight: 0 }),
    build: signedBy('alice'),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'a signer of an account whose own key has no weight',
    before: alice(signer('dora'), { masterWeight: 0 }),
    build: signedBy('dora'),
    ...applied(),
  },
  {
    name: 'an account for which no key can sign',
    before: alice({ masterWeight: 0 }),
    build: signedBy('alice'),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'bump_sequence needs the low threshold',
    before: threeSteps,
    build: build({ operations: [bump(0n)] }),
    ...applied(),
  },
  {
    name: 'a claim needs the low threshold',
    before: (chain) => {
      after({ from: 'bob', operations: [lock({ amount: '1', claimants: [claimant('alice')] })] })(
        chain,
      )
      threeSteps(chain)
    },
    build: claimedBy('alice'),
    ...applied(),
  },
  {
    name: 'a claimable balance needs the medium threshold',
    before: threeSteps,
    build: build({ operations: [lock()] }),
    ...badAuth,
  },
  {
    name: 'a home domain needs the medium threshold',
    before: threeSteps,
    build: build({ operations: [setOptions({ homeDomain: 'x' })], signers: ['alice', 'dora'] }),
    ...applied(),
  },
  {
    name: 'a signer needs the high threshold',
    before: threeSteps,
    build: build({ operations: [setOptions(signer('bob'))], signers: ['alice', 'dora'] }),
    ...badAuth,
  },
  {
    name: 'thresholds need the high threshold',
    before: threeSteps,
    build: build({
      operations: [setOptions({ lowThreshold: 0 })],
      signers: ['alice', 'dora', 'carol'],
    }),
    ...applied(),
  },
  {
    name: 'an operation of another account needs that account’s signers',
    before: after({
      from: 'bob',
      operations: [setOptions({ ...signer('dora'), masterWeight: 0 })],
    }),
    build: build({ operations: [pay('alice', '1', 'bob')], signers: ['alice', 'dora'] }),
    ...applied(1, { bob: 9n * PI - 100_000n }),
  },
  { name: 'the secret behind a hash', before: withSecret, build: openedBy(SECRET), ...applied() },
  {
    name: 'another secret',
    before: withSecret,
    build: openedBy(Buffer.from('another secret')),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'a transaction that was let through in advance',
    before: preAuthorised,
    build: signedBy(),
    ...applied(),
  },
  {
    name: 'a transaction that was let through in advance, and is signed as well',
    before: preAuthorised,
    build: signedBy('alice'),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'another transaction than that which was let through',
    before: preAuthorised,
    build: build({ operations: [pay('bob', '2')], signers: [] }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'operations see the signers from before the transaction',
    build: build({
      operations: [setOptions(signer('dora')), pay('bob', '1')],
      signers: ['alice', 'dora'],
    }),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'a transaction may take its own signer away, and go on',
    build: build({ operations: [setOptions({ masterWeight: 0 }), pay('bob', '1')] }),
    ...applied(2),
  },
]
