/** How long a successful write counts for the next checks: /readyz is called too often for a write each time. */
const FRESH_MS = 5_000

/** Tries a write at most every few seconds, at once again after one that failed. */
export function createWriteCheck(
  tryWrite: () => Promise<void>,
  clock: () => number,
): () => Promise<void> {
  let freshUntil = -Infinity
  return async () => {
    if (clock() < freshUntil) return
    const askedAt = clock()
    await tryWrite()
    freshUntil = askedAt + FRESH_MS
  }
}
