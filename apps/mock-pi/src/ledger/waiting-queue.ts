import type { SavedQueue } from '../saved/saved-ledger.ts'
import type { Candidate } from './authorise.ts'
import { BAN_LEDGERS, QUEUE_LEDGERS } from './network-parameters.ts'

/** Transactions that wait for a ledger, one for each source, and those that may not come back (core: TransactionQueue). */
export type WaitingQueue = {
  /** Oldest first. */
  all(): Candidate[]
  isEmpty(): boolean
  of(source: string): Candidate | undefined
  add(candidate: Candidate): void
  /** A ledger closed with these: they, and what their sequences made useless, wait no longer. */
  removeApplied(applied: readonly Candidate[], ledger: number): void
  /** Everything that still waits is a ledger older; the oldest is dropped and banned. */
  grow(ledger: number): void
  /** Drops and bans what can no longer go into a ledger. `ledger`: the newest that closed. */
  ban(candidates: Iterable<Candidate>, ledger: number): void
  isBanned(candidate: Candidate, ledger: number): boolean
  /** Forgets the bans that ended by the close of this ledger; returns how many are left. */
  forgetBans(ledger: number): number
  copy(): WaitingQueue
  saved(): SavedQueue
}

type Waiting = Map<string, { candidate: Candidate; age: number }>

/** The saved queue, with each envelope as `read` makes it. */
export function loadWaitingQueue(
  { waiting, banned }: SavedQueue,
  read: (xdr: string, place: number) => Candidate,
): WaitingQueue {
  const entries = waiting.map(({ xdr, age }, place) => {
    const candidate = read(xdr, place)
    return [candidate.envelope.source.address, { candidate, age }] as const
  })
  return createWaitingQueue(new Map(entries), new Map(banned.map(({ xdr, until }) => [xdr, until])))
}

/** `banned`: the ledger at whose close the ban ends. Core bans the whole envelope: other signatures are another one. */
export function createWaitingQueue(
  waiting: Waiting = new Map(),
  banned = new Map<string, number>(),
): WaitingQueue {
  const ban = ({ envelope }: Candidate, until: number) => {
    // Moved to the end, so that the first to be free again are first.
    banned.delete(envelope.xdr)
    banned.set(envelope.xdr, until)
  }
  const drop = (candidate: Candidate) => {
    const source = candidate.envelope.source.address
    if (waiting.get(source)?.candidate === candidate) waiting.delete(source)
  }
  return {
    all: () => Array.from(waiting.values(), ({ candidate }) => candidate),
    isEmpty: () => waiting.size === 0,
    of: (source) => waiting.get(source)?.candidate,
    add: (candidate) => void waiting.set(candidate.envelope.source.address, { candidate, age: 0 }),
    removeApplied(applied, ledger) {
      for (const candidate of applied) {
        const own = waiting.get(candidate.envelope.source.address)?.candidate
        if (own != null && own.envelope.sequence <= candidate.envelope.sequence) drop(own)
        // One shift sooner than others: core bans it before the ledger's shift.
        ban(candidate, ledger + BAN_LEDGERS - 1)
      }
    },
    grow(ledger) {
      for (const entry of waiting.values()) {
        if (++entry.age < QUEUE_LEDGERS) continue
        drop(entry.candidate)
        ban(entry.candidate, ledger + BAN_LEDGERS)
      }
    },
    ban(candidates, ledger) {
      for (const candidate of candidates) {
        drop(candidate)
        ban(candidate, ledger + BAN_LEDGERS)
      }
    },
    isBanned: ({ envelope }, ledger) => (banned.get(envelope.xdr) ?? 0) > ledger,
    forgetBans(ledger) {
      for (const [xdr, end] of banned) {
        if (end > ledger) break
        banned.delete(xdr)
      }
      return banned.size
    },
    copy() {
      const copied = Array.from(waiting, ([source, entry]) => [source, { ...entry }] as const)
      return createWaitingQueue(new Map(copied), new Map(banned))
    },
    saved: () => ({
      waiting: Array.from(waiting.values(), ({ candidate, age }) => ({
        xdr: candidate.envelope.xdr,
        age,
      })),
      banned: Array.from(banned, ([xdr, until]) => ({ xdr, until })),
    }),
  }
}
