export type DetailsCache<Details> = {
  /** The details of at most `ttlMs` ago, else those that `load` gives; calls at the same time share one load. */
  get(paymentId: string, load: () => Promise<Details>): Promise<Details>
  /** After our write: the next `get` loads. */
  forget(paymentId: string): void
}

/**
 * Keeps what Pi said about payments for a moment, so that anonymous callers cannot drive calls to Pi. Details that are
 * not `isKept` are shared by the calls that wait for them, and then loaded again.
 */
export function createDetailsCache<Details>(
  isKept: (details: Details) => boolean,
  clock: () => number,
  { ttlMs = 1000, most = 1000 } = {},
): DetailsCache<Details> {
  type Entry = { details: Promise<Details>; until: number }
  const entries = new Map<string, Entry>()

  const load = (paymentId: string, loadDetails: () => Promise<Details>) => {
    const entry: Entry = { details: loadDetails(), until: Infinity }
    const oldest = entries.size < most ? undefined : entries.keys().next().value
    if (oldest != null) entries.delete(oldest)
    entries.set(paymentId, entry)
    const settle = (keep: boolean) => {
      if (keep) entry.until = clock() + ttlMs
      else if (entries.get(paymentId) === entry) entries.delete(paymentId)
    }
    // The caller awaits the same promise: here a rejection only ends the entry.
    entry.details.then(
      (details) => settle(isKept(details)),
      () => settle(false),
    )
    return entry.details
  }

  return {
    get(paymentId, loadDetails) {
      const entry = entries.get(paymentId)
      if (entry != null && clock() < entry.until) return entry.details
      entries.delete(paymentId)
      return load(paymentId, loadDetails)
    },
    forget: (paymentId) => void entries.delete(paymentId),
  }
}
