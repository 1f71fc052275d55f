import type { Transaction } from '@stellar/stellar-sdk/base'
import { stellar } from '../have-ledger.ts'
import { build, bump, create, keyOf, pay, transaction, type Order } from './build-with-stellar.ts'
import { applied, failed, refused, type Chain, type Vector } from './vector.ts'

const { xdr } = stellar

/** An unsigned transaction with signatures put on by hand. */
const signedBy =
  (
    sign: (unsigned: Transaction) => { hint: Uint8Array; signature: Uint8Array }[],
    order: Order = {},
  ) =>
  (chain: Chain) => {
    const unsigned = transaction(chain, { ...order, signers: [] })
    for (const signature of sign(unsigned)) {
      unsigned.addDecoratedSignature(new xdr.DecoratedSignature(signature))
    }
    return unsigned.toXdr()
  }
const ofAlice = (unsigned: Transaction) => ({
  hint: keyOf('alice').signatureHint(),
  signature: keyOf('alice').sign(unsigned.hash()),
})
const flipped = (bytes: Uint8Array) => bytes.map((byte, index) => (index === 40 ? byte ^ 1 : byte))
const twoSources = [pay('bob', '1'), pay('alice', '1', 'bob')]

export const signatureVectors: Vector[] = [
  { name: 'no signature', build: build({ signers: [] }), ...refused('tx_bad_auth') },
  { name: 'a foreign signature', build: build({ signers: ['bob'] }), ...refused('tx_bad_auth') },
  {
    name: 'a foreign signature beside the right one',
    build: build({ signers: ['alice', 'bob'] }),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'a foreign signature before the right one',
    build: build({ signers: ['bob', 'alice'] }),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'the right signature twice',
    build: build({ signers: ['alice', 'alice'] }),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'the right signature under a wrong hint',
    build: signedBy((unsigned) => [{ ...ofAlice(unsigned), hint: keyOf('bob').signatureHint() }]),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'a signature with one bit changed',
    build: signedBy((unsigned) => {
      const { hint, signature } = ofAlice(unsigned)
      return [{ hint, signature: flipped(signature) }]
    }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'a changed signature beside the right one',
    build: signedBy((unsigned) => {
      const right = ofAlice(unsigned)
      return [{ ...right, signature: flipped(right.signature) }, right]
    }),
    ...refused('tx_bad_auth_extra'),
  },
  {
    name: 'a signature that lacks a byte',
    build: signedBy((unsigned) => {
      const { hint, signature } = ofAlice(unsigned)
      return [{ hint, signature: signature.subarray(0, 63) }]
    }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'an empty signature',
    build: signedBy((unsigned) => [{ ...ofAlice(unsigned), signature: new Uint8Array() }]),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'the signature of another transaction',
    build: signedBy(() => [
      { hint: keyOf('alice').signatureHint(), signature: keyOf('alice').sign(new Uint8Array(32)) },
    ]),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'signed for the other network',
    build: build({ networkPassphrase: 'Pi Network' }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'signed for the name that users see',
    build: build({ networkPassphrase: 'Pi Mainnet' }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'twenty foreign signatures',
    build: build({ signers: Array.from({ length: 20 }, () => 'bob' as const) }),
    ...refused('tx_bad_auth'),
  },
  {
    name: 'an operation of another account that signed',
    build: build({ operations: twoSources, signers: ['alice', 'bob'] }),
    ...applied(2),
  },
  {
    name: 'an operation of another account that did not sign',
    build: build({ operations: twoSources }),
    ...refused('tx_failed', ['op_success', 'op_bad_auth']),
  },
  {
    name: 'two operations without a signature: core stops at the first',
    build: build({ operations: [pay('alice', '1', 'bob'), pay('alice', '1', 'bob')] }),
    ...refused('tx_failed', ['op_bad_auth', 'op_success']),
  },
  {
    name: 'the source itself named as source of an operation',
    build: build({ operations: [pay('bob', '1', 'alice')] }),
    ...applied(),
  },
  {
    name: 'an operation of an account that is not on the chain, signed',
    build: build({ operations: [pay('bob', '1', 'carol')], signers: ['alice', 'carol'] }),
    ...failed(['op_no_source_account']),
  },
  {
    name: 'an operation of an account that is not on the chain, not signed',
    build: build({ operations: [pay('bob', '1', 'carol')] }),
    ...refused('tx_failed', ['op_bad_auth']),
  },
  {
    name: 'an account that is made, and pays at once',
    build: build({
      operations: [create('carol', '5'), pay('bob', '1', 'carol')],
      signers: ['alice', 'carol'],
    }),
    ...applied(2, { carol: 40_000_000n, bob: 110_000_000n }),
  },
  {
    name: 'signatures come before malformed operations',
    build: build({ operations: [bump(-1n, 'bob')] }),
    ...refused('tx_failed', ['op_bad_auth']),
  },
  {
    name: 'malformed operations come before extra signatures',
    build: build({ operations: [bump(-1n)], signers: ['alice', 'bob'] }),
    ...refused('tx_failed', ['op_bad_seq']),
  },
]
