/** Something that happens at a time. `isQuiet`: it wakes nothing. */
export type Event = { at: number; isQuiet: boolean; run: () => void }

/**
 * Events by their time, and those of one time in the order in which they were added. A sorted list, the next event at its
 * end: most are due before almost all others when they are added, and find their place with a few steps.
 */
export function createEventQueue() {
  const queue: Event[] = []
  return {
    add(event: Event): void {
      const { at } = event
      let i = queue.length
      for (; i > 0; i -= 1) {
        const before = queue[i - 1]
        if (before == null || before.at > at) break
        queue[i] = before
      }
      queue[i] = event
    },
    takeFirst: (): Event | undefined => queue.pop(),
  }
}
