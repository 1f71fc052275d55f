import type { SavedEntries } from '../saved/saved-ledger.ts'

/** Ledger entries of one kind, by key. Each is replaced as a whole, never changed. */
export type Entries<Entry> = {
  keyOf(entry: Entry): string
  /** Entries inside an entry, such as the trustlines of an account. */
  partsOf(entry: Entry): number
  get(key: string): Entry | undefined
  set(entry: Entry): void
  remove(key: string): void
  /** How many more entries may be made. */
  room(): number
  /** How many more parts all entries together may have. */
  partRoom(): number
}

/** Entries over others: changes stay here until they are committed, and are lost otherwise. */
export type Draft<Entry> = Entries<Entry> & { commit(): void }

export function draftOver<Entry>(entries: Entries<Entry>): Draft<Entry> {
  const { keyOf, partsOf } = entries
  // A key without an entry was removed.
  const changed = new Map<string, Entry | undefined>()
  let grown = 0
  let grownParts = 0
  const get = (key: string) => (changed.has(key) ? changed.get(key) : entries.get(key))
  const replace = (key: string, entry: Entry | undefined) => {
    const before = get(key)
    grown += Number(entry != null) - Number(before != null)
    grownParts += (entry == null ? 0 : partsOf(entry)) - (before == null ? 0 : partsOf(before))
    changed.set(key, entry)
  }
  return {
    keyOf,
    partsOf,
    get,
    set: (entry) => replace(keyOf(entry), entry),
    remove: (key) => replace(key, undefined),
    room: () => entries.room() - grown,
    partRoom: () => entries.partRoom() - grownParts,
    commit() {
      for (const [key, entry] of changed) {
        if (entry == null) entries.remove(key)
        else entries.set(entry)
      }
      changed.clear()
      grown = 0
      grownParts = 0
    },
  }
}

/** Entries as they are and as they were, some ledgers back. */
export type EntryBook<Entry> = Entries<Entry> & {
  values(): Iterable<Entry>
  count(): number
  /** From now on changes belong to this ledger, and what was before it can be asked for. */
  beginLedger(sequence: number): void
  /** As it was when the ledger had closed; that ledger is at most `depth` behind. */
  getAt(key: string, ledger: number): Entry | undefined
  /** All entries as they were then, in no order. */
  valuesAt(ledger: number): Iterable<Entry>
  /** The same entries, which change apart from these. */
  copy(): EntryBook<Entry>
  saved<Saved>(saveEntry: (entry: Entry) => Saved): SavedEntries<Saved>
}

type Undo<Entry> = { ledger: number; before: Map<string, Entry | undefined> }
type BookOptions<Entry> = {
  keyOf: (entry: Entry) => string
  /** Ledgers that are remembered: for each, what the entries that it changed were before. */
  depth: number
  /** Entries that there is room for. */
  cap?: number | undefined
  partsOf?: (entry: Entry) => number
  partCap?: number | undefined
}

type BookState<Entry> = { newest: Map<string, Entry>; parts: number; undo: Undo<Entry>[] }

export function createEntryBook<Entry>(options: BookOptions<Entry>): EntryBook<Entry> {
  return openEntryBook(options, { newest: new Map(), parts: 0, undo: [] })
}

/** The saved entries, each made by `loadEntry`. */
export function loadEntryBook<Entry, Saved>(
  options: BookOptions<Entry>,
  { newest, undo }: SavedEntries<Saved>,
  loadEntry: (saved: Saved) => Entry,
): EntryBook<Entry> {
  const entries = newest.map(loadEntry)
  return openEntryBook(options, {
    newest: new Map(entries.map((entry) => [options.keyOf(entry), entry])),
    parts: entries.reduce((sum, entry) => sum + (options.partsOf?.(entry) ?? 0), 0),
    undo: undo.map(({ ledger, before }) => ({
      ledger,
      before: new Map(
        before.map(({ key, entry }) => [key, entry == null ? undefined : loadEntry(entry)]),
      ),
    })),
  })
}

function openEntryBook<Entry>(
  options: BookOptions<Entry>,
  state: BookState<Entry>,
): EntryBook<Entry> {
  const { keyOf, depth, cap = Infinity, partsOf = () => 0, partCap = Infinity } = options
  const { newest } = state
  let { parts, undo } = state
  const replace = (key: string, entry: Entry | undefined) => {
    const old = newest.get(key)
    const before = undo.at(-1)?.before
    if (before != null && !before.has(key)) before.set(key, old)
    parts += (entry == null ? 0 : partsOf(entry)) - (old == null ? 0 : partsOf(old))
    if (entry == null) newest.delete(key)
    else newest.set(key, entry)
  }
  return {
    keyOf,
    partsOf,
    get: (key) => newest.get(key),
    set: (entry) => replace(keyOf(entry), entry),
    remove: (key) => replace(key, undefined),
    room: () => cap - newest.size,
    partRoom: () => partCap - parts,
    values: () => newest.values(),
    count: () => newest.size,
    beginLedger(ledger) {
      if (undo.at(-1)?.ledger === ledger) return
      undo = undo.filter((entry) => entry.ledger > ledger - depth)
      undo.push({ ledger, before: new Map() })
    },
    getAt(key, ledger) {
      const changed = undo.find((entry) => entry.ledger > ledger && entry.before.has(key))
      return changed == null ? newest.get(key) : changed.before.get(key)
    },
    *valuesAt(ledger) {
      const then = new Map<string, Entry | undefined>()
      for (const entry of undo) {
        if (entry.ledger <= ledger) continue
        for (const [key, before] of entry.before) if (!then.has(key)) then.set(key, before)
      }
      for (const [key, entry] of newest) if (!then.has(key)) yield entry
      for (const before of then.values()) if (before != null) yield before
    },
    copy: () =>
      openEntryBook(options, {
        newest: new Map(newest),
        parts,
        undo: undo.map(({ ledger, before }) => ({ ledger, before: new Map(before) })),
      }),
    saved: (saveEntry) => ({
      newest: Array.from(newest.values(), saveEntry),
      undo: undo.map(({ ledger, before }) => ({
        ledger,
        before: Array.from(before, ([key, entry]) => ({
          key,
          entry: entry == null ? null : saveEntry(entry),
        })),
      })),
    }),
  }
}
