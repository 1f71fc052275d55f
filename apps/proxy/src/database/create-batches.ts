export type BatchOptions<Item> = {
  /** Items with the same key never share a run. */
  keyOf?: (item: Item) => string
  /** Whether each item is tried alone after this error of a run of several. */
  isTriedAlone?: (error: unknown) => boolean
  /** A run that takes longer holds up only what it has: the next one begins. */
  patienceMs?: number
  /** Items of one run. */
  max?: number
  /** Turns of the event loop in which a run gathers what comes. They take no time while nothing else is to be done. */
  turns?: number
}

/** For statements: calls that were served together come a little apart, and a statement costs more than its rows. */
export const STATEMENT_TURNS = 4

type Waiting<Item, Result> = {
  item: Item
  resolve: (result: Result) => void
  reject: (error: unknown) => void
}

/**
 * Runs together what is asked for at the same time: an item waits for the next run, which begins after it came. `run`
 * returns one result for each item, in their order.
 */
export function createBatches<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: BatchOptions<Item> = {},
): (item: Item) => Promise<Result> {
  const { keyOf, isTriedAlone = () => false, patienceMs = 50, max = 64, turns = 1 } = options
  let queue: Waiting<Item, Result>[] = []
  /** Runs that others wait for. */
  let running = 0
  let isPlanned = false

  const take = (): Waiting<Item, Result>[] => {
    const batch: Waiting<Item, Result>[] = []
    const later: Waiting<Item, Result>[] = []
    const keys = new Set<string>()
    for (const waiting of queue) {
      const key = keyOf?.(waiting.item)
      const isFree = batch.length < max && (key == null || !keys.has(key))
      if (key != null) keys.add(key)
      const list = isFree ? batch : later
      list.push(waiting)
    }
    queue = later
    return batch
  }

  const settle = async (batch: readonly Waiting<Item, Result>[]) => {
    try {
      const results = await run(batch.map(({ item }) => item))
      if (results.length !== batch.length) throw new Error('A run lost some of its results')
      for (const [index, result] of results.entries()) batch[index]?.resolve(result)
    } catch (error) {
      if (batch.length > 1 && isTriedAlone(error)) for (const each of batch) await settle([each])
      else for (const { reject } of batch) reject(error)
    }
  }

  const runNext = async () => {
    isPlanned = false
    running += 1
    let isWaitedFor = true
    const letNextBegin = () => {
      if (isWaitedFor) running -= 1
      isWaitedFor = false
      plan()
    }
    const timer = setTimeout(letNextBegin, patienceMs)
    await settle(take())
    clearTimeout(timer)
    letNextBegin()
  }

  const gather = (left: number) => {
    setImmediate(() => (left > 1 ? gather(left - 1) : void runNext()))
  }

  // Not at once: what comes in the same turns of the event loop goes together.
  const plan = () => {
    if (isPlanned || queue.length === 0 || running > 0) return
    isPlanned = true
    gather(turns)
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      plan()
    })
}
