/** Unix seconds at the scheduler's 0. */
export const EPOCH_SECONDS = 1_800_000_000

/** Virtual time: events run in order of their time, and whatever they wake runs to its next wait before the next event. */
export type Scheduler = {
  now(): number
  after(ms: number, run: () => void): void
  /** Until `isDone` says so or nothing is left to happen. */
  run(isDone: () => boolean): Promise<void>
}

type Event = { at: number; order: number; run: () => void }

export function createScheduler(): Scheduler {
  const heap: Event[] = []
  let now = 0
  let order = 0
  return {
    now: () => now,
    after(ms, run) {
      push(heap, { at: now + Math.max(0, ms), order: (order += 1), run })
    },
    run: (isDone) =>
      new Promise((resolve, reject) => {
        const turn = () => {
          try {
            const event = isDone() ? undefined : pop(heap)
            if (event == null) return resolve()
            now = event.at
            event.run()
          } catch (error) {
            return reject(error)
          }
          queueMicrotask(next)
        }
        // Node runs a tick only when no microtask is left: all that was woken waits again.
        const next = () => process.nextTick(turn)
        next()
      }),
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Event[], event: Event): void {
  let i = heap.length
  heap.push(event)
  while (i > 0) {
    const parent = (i - 1) >> 1
    const above = heap[parent]
    if (above == null || isBefore(above, event)) break
    heap[i] = above
    i = parent
  }
  heap[i] = event
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (first == null || last == null || heap.length === 0) return first
  let i = 0
  for (;;) {
    const left = 2 * i + 1
    const right = left + 1
    const a = heap[left]
    const b = heap[right]
    if (a == null) break
    const child = b != null && isBefore(b, a) ? b : a
    if (isBefore(last, child)) break
    heap[i] = child
    i = child === a ? left : right
  }
  heap[i] = last
  return first
}
