/** A list that grows at its end and is forgotten at its start. Places are counted from the first ever added. */
export type SlidingList<Item> = {
  push(item: Item): void
  /** Forgets the oldest item. */
  shift(): Item | undefined
  /** Undefined where it is forgotten, or not added yet. */
  at(place: number): Item | undefined
  /** Place of the oldest item that is kept, and one beyond the newest. */
  start(): number
  end(): number
  copy(): SlidingList<Item>
  /** What is kept, oldest first. */
  items(): Item[]
}

/** With items from the place `forgotten` on; those that are undefined were forgotten too. */
export function createSlidingList<Item>(
  first: readonly (Item | undefined)[] = [],
  { forgotten, hole } = { forgotten: 0, hole: 0 },
): SlidingList<Item> {
  let items = [...first]
  return {
    push: (item) => void items.push(item),
    shift() {
      if (hole === items.length) return undefined
      const item = items[hole]
      items[hole++] = undefined
      // Moved seldom enough to cost nothing, often enough to keep no more holes than items.
      if (hole > 32 && hole * 2 > items.length) {
        items = items.slice(hole)
        forgotten += hole
        hole = 0
      }
      return item
    },
    at: (place) => items[place - forgotten],
    start: () => forgotten + hole,
    end: () => forgotten + items.length,
    copy: () => createSlidingList(items, { forgotten, hole }),
    items: () => items.slice(hole).filter((item) => item !== undefined),
  }
}

/** The first place whose item is not below the bound; items are in order. */
export function firstPlace<Item>(
  list: SlidingList<Item>,
  isBelow: (item: Item) => boolean,
): number {
  let [low, high] = [list.start(), list.end()]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const item = list.at(middle)
    if (item != null && isBelow(item)) low = middle + 1
    else high = middle
  }
  return low
}
