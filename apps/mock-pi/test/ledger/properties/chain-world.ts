import type { Envelope } from '../../../src/ledger/envelope.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { haveLedger, walletOf } from '../have-ledger.ts'

/** Accounts that take part: two opened at once, two that may be, and two that transactions may make. */
export const ACTORS = ['alice', 'bob', 'eve', 'frank', 'carol', 'dora'] as const
export type Actor = (typeof ACTORS)[number]
export const addressOf = (actor: Actor) => walletOf(actor).address
/** All whose state is compared. */
export const ADDRESSES = [...ACTORS.map(addressOf), walletOf('faucet').address]

/** `asset` is the issuer, or Pi. */
export type ReplayedBalance = {
  sponsor: string
  claimants: number
  asset: string
  amount: bigint
}

/** The ledger under test, and what the test wrote down while it played. */
export type ChainWorld = Omit<ReturnType<typeof haveLedger>, 'ledger'> & {
  ledger: Ledger
  /**
   * Everything that was let in, with the ledgers that closed since, those of inclusions aside, and how many of
   * them took all that waited.
   */
  admitted: Map<string, { envelope: Envelope; ledgers: number; open: number }>
  /** What is known of the past by replaying history with pencil and paper. */
  replayed: {
    ledger: number
    balances: Map<string, bigint>
    sequences: Map<string, bigint>
    fees: bigint
    /** What accounts hold of issued assets, by address and issuer. */
    lines: Map<string, bigint>
    claimable: Map<string, ReplayedBalance>
    /** What effects and fees have changed of each balance. */
    moved: Map<string, bigint>
  }
  /** What each account could spend at the last look. */
  spendable: Map<string, bigint>
  /** What the newest view said, by the ledger that was newest. */
  remembered: Map<number, string>
  /** Newest ledger and its close time at the last look. */
  seen: { sequence: number; closedAt: number }
}

/** A new world; `plant` may put a bug around its ledger. */
export function haveChainWorld(plant: (ledger: Ledger) => Ledger = (ledger) => ledger): ChainWorld {
  const chain = haveLedger()
  const ledger = plant(chain.ledger)
  const view = chain.ledger.view()
  const known = ADDRESSES.map((address) => view.account(address)).filter((found) => found != null)
  return {
    ...chain,
    ledger,
    admitted: new Map(),
    replayed: {
      ledger: 1,
      balances: new Map(known.map(({ address, balance }) => [address, balance])),
      sequences: new Map(known.map(({ address, sequence }) => [address, sequence])),
      fees: 0n,
      lines: new Map(),
      claimable: new Map(),
      moved: new Map(known.map(({ address, balance }) => [address, balance])),
    },
    spendable: new Map(),
    remembered: new Map(),
    seen: { sequence: 1, closedAt: view.latest().closedAt },
  }
}
