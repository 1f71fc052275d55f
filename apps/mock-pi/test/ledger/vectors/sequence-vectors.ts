import { build, bump, NOW, pay, transaction } from './build-with-stellar.ts'
import { applied, refused, type Chain, type Vector } from './vector.ts'
import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import { stellar } from '../have-ledger.ts'
import type { Order } from './build-with-stellar.ts'

const LAST = 2n ** 63n - 1n
/** Alice's sequence while nothing happened: she was opened in ledger 1. */
const OPENED = 1n << 32n

const inLedger = (order: Order) => (chain: Chain) => {
  const envelope = decodeEnvelope(stellar, transaction(chain, order).toXdr(), 'Pi Testnet')
  chain.ledger.receive(envelope!)
  chain.ledger.close()
}
const closed = (ledgers: number) => (chain: Chain) => {
  for (let turn = 0; turn < ledgers; turn++) chain.ledger.close()
}
const all =
  (...steps: ((chain: Chain) => void)[]) =>
  (chain: Chain) => {
    for (const step of steps) step(chain)
  }

export const sequenceVectors: Vector[] = [
  { name: 'the next sequence', build: build(), ...applied() },
  { name: 'the current sequence', build: build({ step: 0n }), ...refused('tx_bad_seq') },
  { name: 'a sequence long used', build: build({ step: -1n }), ...refused('tx_bad_seq') },
  { name: 'a sequence beyond a gap', build: build({ step: 2n }), ...refused('tx_bad_seq') },
  { name: 'a negative sequence', build: build({ sequence: -1n }), ...refused('tx_bad_seq') },
  {
    name: 'the greatest sequence out of turn',
    build: build({ sequence: LAST }),
    ...refused('tx_bad_seq'),
  },
  {
    name: 'the greatest sequence in its turn',
    before: inLedger({ operations: [bump(LAST - 1n)] }),
    build: build(),
    ...applied(),
  },
  {
    name: 'nothing after the greatest sequence',
    before: inLedger({ operations: [bump(LAST)] }),
    build: build({ sequence: 1n }),
    ...refused('tx_bad_seq'),
  },
  {
    name: 'the sequence that an account made in the next ledger begins with',
    before: inLedger({ operations: [bump((3n << 32n) - 1n)] }),
    build: build({ sequence: 3n << 32n }),
    ...refused('tx_bad_seq'),
  },
  {
    name: 'the same sequence one ledger later',
    before: all(inLedger({ operations: [bump((3n << 32n) - 1n)] }), closed(1)),
    build: build({ sequence: 3n << 32n }),
    ...applied(),
  },
  {
    name: 'a gap that the minimum sequence allows',
    build: build({ step: 100n, minAccountSequence: String(OPENED) }),
    ...applied(),
  },
  {
    name: 'a gap from below the minimum sequence',
    build: build({ step: 100n, minAccountSequence: String(OPENED + 1n) }),
    ...refused('tx_bad_seq'),
  },
  {
    name: 'a used sequence, whatever the minimum',
    build: build({ step: 0n, minAccountSequence: '0' }),
    ...refused('tx_bad_seq'),
  },
  {
    name: 'an account that never moved is old enough',
    build: build({ minAccountSequenceAge: BigInt(NOW) }),
    ...applied(),
  },
  {
    name: 'an age before all time',
    build: build({ minAccountSequenceAge: BigInt(NOW + 1) }),
    ...refused('tx_bad_minseq_age_or_gap'),
  },
  {
    name: 'an account that moved one second too late',
    before: all(inLedger({}), (chain) => chain.clock.advance(9_000), closed(1)),
    build: build({ minAccountSequenceAge: 10n }),
    ...refused('tx_bad_minseq_age_or_gap'),
  },
  {
    name: 'an account that moved long enough ago',
    before: all(inLedger({}), (chain) => chain.clock.advance(10_000), closed(1)),
    build: build({ minAccountSequenceAge: 10n }),
    ...applied(),
  },
  {
    name: 'an account that moved one ledger too late',
    before: inLedger({}),
    build: build({ minAccountSequenceLedgerGap: 2 }),
    ...refused('tx_bad_minseq_age_or_gap'),
  },
  {
    name: 'an account that moved enough ledgers ago',
    before: all(inLedger({}), closed(1)),
    build: build({ minAccountSequenceLedgerGap: 2 }),
    ...applied(),
  },
  {
    name: 'receiving does not change the account',
    before: all(inLedger({ from: 'bob', operations: [pay('alice', '1')] })),
    build: build({ minAccountSequenceLedgerGap: 2 }),
    ...applied(),
  },
  {
    name: 'bump_sequence to the current sequence changes the account',
    before: inLedger({ from: 'bob', operations: [bump(0n, 'alice')], signers: ['bob', 'alice'] }),
    build: build({ minAccountSequenceLedgerGap: 2 }),
    ...refused('tx_bad_minseq_age_or_gap'),
  },
  {
    name: 'the sequence comes before the signature',
    build: build({ step: 5n, signers: [] }),
    ...refused('tx_bad_seq'),
  },
]
