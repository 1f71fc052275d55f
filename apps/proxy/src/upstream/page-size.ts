/** Bytes of a response, after decompression. */
export const MAX_BYTES = 262_144
/** One transaction of a hundred operations must fit: nothing is smaller than it. */
const MAX_BYTES_OF_ONE = 4 * MAX_BYTES
/** Transactions of other accounts may be large: a page that does not fit is asked for again, smaller. */
const PAGE_SIZES = [50, 10, 1] as const
/** So many smaller pages are read before a larger one is tried again: they lead past what was too large. */
const SMALL_PAGES = 20

/** How many transactions to ask for at once. */
export function createPageSize() {
  let index = 0
  let smallPages = 0
  return {
    next(): { limit: number; maxBytes: number } {
      const limit = PAGE_SIZES[index] ?? 1
      return { limit, maxBytes: limit === 1 ? MAX_BYTES_OF_ONE : MAX_BYTES }
    },
    /** After each page, whatever came of it. */
    note({ isTooLarge }: { isTooLarge: boolean }) {
      smallPages = isTooLarge ? 0 : smallPages + 1
      if (isTooLarge) index = Math.min(index + 1, PAGE_SIZES.length - 1)
      else if (index > 0 && smallPages >= SMALL_PAGES) {
        index -= 1
        smallPages = 0
      }
    },
  }
}
