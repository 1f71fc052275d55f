/** The entries that were set last; older ones are forgotten. */
export type NewestEntries<Value> = {
  set(key: string, value: Value): void
  get(key: string): Value | undefined
  /** Oldest first. */
  values(): Value[]
  clear(): void
}

export function createNewestEntries<Value>(limit: number): NewestEntries<Value> {
  const entries = new Map<string, Value>()
  return {
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const [oldest] = entries.keys()
      if (entries.size > limit && oldest != null) entries.delete(oldest)
    },
    get: (key) => entries.get(key),
    values: () => [...entries.values()],
    clear: () => entries.clear(),
  }
}
