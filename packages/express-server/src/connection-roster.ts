/** Connections of one server or of one remote address, and which of them has to go first. */
export type ConnectionRoster<C> = {
  size(): number
  /** A new connection: nothing complete has arrived on it yet. */
  enter(connection: C): void
  setBusy(connection: C): void
  setIdle(connection: C): void
  leave(connection: C): void
  /** The connection that is missed least; undefined when every one of them is being served. */
  firstToGo(): C | undefined
  /** Oldest first. */
  all(): Iterable<C>
}

/** `isStalled`: the client of a busy connection keeps the server waiting, so it may be dropped too. */
export function createRoster<C>(isStalled: (connection: C) => boolean): ConnectionRoster<C> {
  // Sets keep their order, and a connection changes its set twice per request: both must be cheap.
  const all = new Set<C>()
  const silent = new Set<C>()
  const idle = new Set<C>()
  return {
    size: () => all.size,
    enter(connection) {
      all.add(connection)
      silent.add(connection)
    },
    setBusy(connection) {
      silent.delete(connection)
      idle.delete(connection)
    },
    setIdle(connection) {
      if (all.has(connection)) idle.add(connection)
    },
    leave(connection) {
      for (const each of [all, silent, idle]) each.delete(connection)
    },
    firstToGo: () => first(silent) ?? first(idle) ?? firstThat(all, isStalled),
    all: () => all,
  }
}

function firstThat<C>(set: ReadonlySet<C>, holds: (each: C) => boolean): C | undefined {
  for (const each of set) if (holds(each)) return each
  return undefined
}

function first<C>(set: ReadonlySet<C>): C | undefined {
  return set.values().next().value
}
