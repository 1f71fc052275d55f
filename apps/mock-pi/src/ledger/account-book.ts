import type { Account } from './ledger.ts'

/** Accounts by address. Each is replaced as a whole, never changed. */
export type Accounts = {
  get(address: string): Account | undefined
  set(account: Account): void
  /** How many more accounts may be made. */
  room(): number
}

/** Accounts over others: changes stay here until they are committed, and are lost otherwise. */
export type Draft = Accounts & { commit(): void }

export function draftOver(accounts: Accounts): Draft {
  const changed = new Map<string, Account>()
  let made = 0
  const get = (address: string) => changed.get(address) ?? accounts.get(address)
  return {
    get,
    set(account) {
      if (get(account.address) == null) made += 1
      changed.set(account.address, account)
    },
    room: () => accounts.room() - made,
    commit() {
      for (const account of changed.values()) accounts.set(account)
      changed.clear()
      made = 0
    },
  }
}

/** Accounts as they are and as they were, some ledgers back. */
export type AccountBook = Accounts & {
  values(): Iterable<Account>
  count(): number
  /** From now on changes belong to this ledger, and what was before it can be asked for. */
  beginLedger(sequence: number): void
  /** As it was when the ledger had closed; that ledger is at most `depth` behind. */
  getAt(address: string, ledger: number): Account | undefined
}

type Undo = { ledger: number; before: Map<string, Account | undefined> }

/**
 * Remembers the last `depth` ledgers: for each, what the accounts that it changed were before. Has room for `cap`
 * accounts.
 */
export function createAccountBook(depth: number, cap = Infinity): AccountBook {
  const newest = new Map<string, Account>()
  let undo: Undo[] = []
  return {
    get: (address) => newest.get(address),
    set(account) {
      const before = undo.at(-1)?.before
      if (before != null && !before.has(account.address)) {
        before.set(account.address, newest.get(account.address))
      }
      newest.set(account.address, account)
    },
    room: () => cap - newest.size,
    values: () => newest.values(),
    count: () => newest.size,
    beginLedger(ledger) {
      if (undo.at(-1)?.ledger === ledger) return
      undo = undo.filter((entry) => entry.ledger > ledger - depth)
      undo.push({ ledger, before: new Map() })
    },
    getAt(address, ledger) {
      const changed = undo.find((entry) => entry.ledger > ledger && entry.before.has(address))
      return changed == null ? newest.get(address) : changed.before.get(address)
    },
  }
}
