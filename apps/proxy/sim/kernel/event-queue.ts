/** Something that happens at a time. `isQuiet`: it wakes nothing. */
export type Event = { at: number; isQuiet: boolean; run: () => void }

type Queued = Event & { order: number }

/** Events by their time, and those of one time in the order in which they were added: a binary heap. */
export function createEventQueue() {
  const heap: Queued[] = []
  let order = 0
  return {
    add({ at, isQuiet, run }: Event): void {
      order += 1
      push(heap, { at, order, isQuiet, run })
    },
    takeFirst: (): Event | undefined => pop(heap),
  }
}

function isBefore(a: Queued, b: Queued): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Queued[], event: Queued): void {
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

function pop(heap: Queued[]): Queued | undefined {
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
