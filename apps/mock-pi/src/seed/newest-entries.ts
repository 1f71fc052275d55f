/** The entries that were set last; older ones are forgotten. */
export type NewestEntries<Value> = {
  set(key: string, value: Value): void
  get(key: string): Value | undefined
  /** Oldest first, as are `entries`. */
  values(): Value[]
  entries(): [string, Value][]
  clear(): void
  /** The same entries, with each value as `change` makes it. */
  copy(change?: (value: Value) => Value): NewestEntries<Value>
}

export function createNewestEntries<Value>(
  limit: number,
  first: Iterable<readonly [string, Value]> = [],
): NewestEntries<Value> {
  const entries = new Map(first)
  return {
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const [oldest] = entries.keys()
      if (entries.size > limit && oldest != null) entries.delete(oldest)
    },
    get: (key) => entries.get(key),
    values: () => [...entries.values()],
    entries: () => [...entries],
    clear: () => entries.clear(),
    copy(change = (value) => value) {
      const changed = Array.from(entries, ([key, value]) => [key, change(value)] as const)
      return createNewestEntries(limit, changed)
    },
  }
}
