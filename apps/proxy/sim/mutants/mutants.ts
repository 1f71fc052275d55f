import { EPOCH_SECONDS } from '../kernel/scheduler.ts'
import { reaches } from '../../src/payouts/protocol/chain/books.ts'
import { envelopeVerdict } from '../../src/payouts/protocol/chain/envelope-verdict.ts'
import { noFaults } from '../kernel/faults.ts'
import { pickOrder } from '../../src/payouts/model/payout.ts'
import type { Rules } from '../../src/payouts/protocol/rules.ts'
import type { StoreRules } from '../model/sim-database.ts'
import type { Surroundings } from '../history.ts'
import type { Mutant } from './mutant.ts'
import { operatorMutants } from './operator-mutants.ts'

const mutateRules = (change: (around: Surroundings) => Partial<Rules>) => ({
  mutate: (rules: Rules, around: Surroundings): Rules => ({ ...rules, ...change(around) }),
})
const mutateStore = (change: Partial<StoreRules>) => ({
  mutateStore: (rules: StoreRules): StoreRules => ({ ...rules, ...change }),
})

/** As `envelopeVerdict` says it. */
const CONSUMED = 'sequence consumed'
const everybody: StoreRules['fence'] = (lane): lane is NonNullable<typeof lane> => lane != null

const dead = (because: string) => ({ kind: 'dead' as const, evidence: { because } })
/** R4 off: nothing that the books hold blocks a signature. R5 still knows its own transactions. */
const noBooks = { isBooked: () => true, paidBy: () => undefined } satisfies Partial<Rules>
/** Sequences of other accounts, one after the other. */
const onChannels = ({ chain, counter }: Surroundings): Partial<Rules> => ({
  nextSequence: () => {
    counter.next = ((counter.next ?? 0n) + 1n) % CHANNELS
    return chain.nextOfChannel(Number(counter.next) + 1)
  },
})
const CHANNELS = 4n
/** Unix seconds of a process that trusts its own clock. */
const localSeconds = (clock: { now: () => number }) => EPOCH_SECONDS + clock.now() / 1000

/** Responses that get lost, replicas that lag, and a cancel for every payout: where only evidence decides. */
const cancelsInTheDark = {
  plan: {
    payouts: 6,
    faults: {
      ...noFaults,
      cancels: 1,
      responseLost: 0.25,
      submit504: 0.7,
      inclusionLoss: 0.5,
      replicaLagMs: 45_000,
      skewMs: 90_000,
      late: 0.05,
    },
  },
}

/** As above on a chain that takes everything at once, seen from replicas far behind it: what was applied is sent again. */
const cancelsFarBehind = {
  plan: {
    payouts: 6,
    faults: { ...noFaults, cancels: 1, submit504: 0.5, replicaLagMs: 90_000 },
  },
}

/** A wallet that others pay into all the time; lists with holes, and replicas that lag. */
const paidInto = {
  plan: {
    payouts: 6,
    faults: {
      ...noFaults,
      submit504: 0.7,
      replicaLagMs: 30_000,
      listingHole: 0.3,
      otherTransactions: 30,
    },
  },
}

export const mutants: readonly Mutant[] = [
  {
    name: 'rebuild-on-any-error',
    what: 'A submit without a success is signed again, as a loop around an SDK does. No books.',
    options: mutateRules(() => ({ ...noBooks, verdict: () => dead('an error') })),
  },
  {
    name: 'rebuild-on-404-no-books',
    what: '404 for the hash: sign again. The Stellar anchor before September 2026, on one account.',
    options: mutateRules(() => ({
      ...noBooks,
      verdict: (facts) =>
        facts.survey.absent > 0 ? dead('hash not found') : envelopeVerdict(facts),
    })),
  },
  {
    name: 'rebuild-on-bad-seq-no-books',
    what: 'tx_bad_seq read as "not applied": sign again with the new sequence. No books.',
    options: mutateRules(() => ({
      ...noBooks,
      verdict: (facts) =>
        facts.work.payout.submitCode === 'tx_bad_seq' ? dead('bad seq') : envelopeVerdict(facts),
    })),
  },
  {
    name: 'local-expiry-no-books',
    what: '404 after the local clock passed maxTime: sign again. No books.',
    options: mutateRules(({ clock }) => ({
      ...noBooks,
      verdict: (facts) => {
        const maxTime = Math.max(...facts.work.envelopes.map((envelope) => envelope.maxTime))
        const isExpired = localSeconds(clock) > maxTime && facts.survey.absent > 0
        return isExpired ? dead('expired here') : envelopeVerdict(facts)
      },
    })),
  },
  {
    name: 'rebuild-on-404',
    what: '404 for the hash: sign again, with sequence from the chain and books.',
    options: {
      ...cancelsInTheDark,
      ...mutateRules(() => ({
        verdict: (facts) =>
          facts.survey.absent > 0 ? dead('hash not found') : envelopeVerdict(facts),
      })),
    },
  },
  {
    name: 'rebuild-on-bad-seq',
    what: 'tx_bad_seq: sign again, with sequence from the chain and books.',
    options: {
      ...cancelsFarBehind,
      ...mutateRules(() => ({
        verdict: (facts) =>
          facts.work.payout.submitCode === 'tx_bad_seq' ? dead('bad seq') : envelopeVerdict(facts),
      })),
    },
  },
  {
    name: 'local-expiry',
    what: '404 after the local clock passed maxTime: over, with sequence from the chain and books.',
    options: {
      ...cancelsInTheDark,
      ...mutateRules(({ clock }) => ({
        verdict: (facts) => {
          const maxTime = Math.max(...facts.work.envelopes.map((envelope) => envelope.maxTime))
          const isExpired = localSeconds(clock) > maxTime && facts.survey.absent > 0
          return isExpired ? dead('expired here') : envelopeVerdict(facts)
        },
      })),
    },
  },
  {
    name: 'adopt-any',
    what: 'Any ongoing payment is taken over, as pi-python does.',
    options: mutateRules(() => ({ isMine: () => true })),
  },
  {
    name: 'cancel-without-evidence',
    what: 'Cancelled and failed are said as soon as they are asked for.',
    options: {
      ...cancelsInTheDark,
      ...mutateRules(() => ({
        mayRefuse: () => true,
        verdict: (facts) =>
          facts.work.payout.cancelRequested ? dead('cancel requested') : envelopeVerdict(facts),
      })),
    },
  },
  {
    name: 'local-clock',
    what: 'maxTime from the local clock, as pi-ruby does.',
    options: mutateRules(({ clock }) => ({
      maxTime: (_closedAt, { timeBoundSeconds }) =>
        Math.floor(localSeconds(clock)) + timeBoundSeconds,
    })),
  },
  {
    name: 'database-counter',
    what: 'Sequences from an own counter: a number that was never used stops the lane.',
    options: mutateRules(({ counter }) => ({
      nextSequence: ({ survey }) => {
        counter.next = (counter.next ?? survey.sequence) + 1n
        return counter.next
      },
    })),
  },
  {
    name: 'no-fence-no-cas-no-books',
    what: 'Writes of a lost lease are accepted, states are not compared, books are not read.',
    options: {
      ...mutateRules(() => noBooks),
      ...mutateStore({ fence: everybody, isComparing: false, isOneSequence: false }),
    },
  },
  {
    name: 'other-sequence',
    what: 'A replacement takes the next sequence instead of the same one.',
    options: {
      ...mutateRules(() => ({ replacementSequence: ({ sequence }) => sequence + 1n })),
      ...mutateStore({ isOneSequence: false }),
    },
  },
  {
    name: 'rebuild-on-404-channels',
    what: '404 for the hash: sign again on the next channel account. The Stellar anchor before September 2026.',
    options: mutateRules((around) => ({
      ...onChannels(around),
      verdict: (facts) =>
        facts.survey.absent > 0 ? dead('hash not found') : envelopeVerdict(facts),
    })),
  },
  {
    name: 'channels',
    what: 'Channel accounts with all other rules kept: the sequence of the wallet says nothing about theirs. Only one payout is signed at a time, so no other uses the sequence meanwhile.',
    options: mutateRules(onChannels),
    isRedundant: true,
  },
  {
    name: 'newest-payout-first',
    what: 'New payouts before open ones: R9 the other way round.',
    options: mutateStore({ order: [...pickOrder].reverse() }),
    isRedundant: true,
  },
  {
    name: 'wait-for-a-consumer',
    what: 'A consumed sequence is accepted only with a transaction that had it: a bump that another account signed has none. An early version of the proxy did so.',
    options: mutateRules(() => ({
      verdict: (facts) => {
        const verdict = envelopeVerdict(facts)
        const isOwn = facts.work.consumer?.source === facts.settings.wallet
        const isUnknown = !isOwn && facts.survey.found.length === 0
        const isConsumed = verdict.kind === 'dead' && verdict.evidence['because'] === CONSUMED
        return isConsumed && isUnknown ? { kind: 'unbooked' } : verdict
      },
    })),
  },
  {
    name: 'pass-whatever-is-listed',
    what: 'What others sent is passed over as soon as a list shows it: one of ours that the list left out is never booked.',
    options: { ...paidInto, ...mutateRules(() => ({ isCovered: () => true })) },
  },
  {
    name: 'pass-beyond-the-snapshot',
    what: 'What others sent is passed over by a response about the account that is older.',
    options: {
      ...paidInto,
      ...mutateRules(() => ({
        isCovered: (wallet, _ledger, booked) => reaches(booked, wallet.sequence),
      })),
    },
  },
  {
    name: 'no-books-after-rollback',
    what: 'No books, on a database that forgets.',
    options: { ...mutateRules(() => noBooks), family: 'rollbacks' },
  },
  {
    name: 'no-books',
    what: 'No books, on a database that forgets nothing.',
    options: mutateRules(() => noBooks),
    isRedundant: true,
  },
  {
    name: 'no-fence',
    what: 'Writes of a lost lease are accepted.',
    options: mutateStore({ fence: everybody }),
    isRedundant: true,
  },
  ...operatorMutants,
]
