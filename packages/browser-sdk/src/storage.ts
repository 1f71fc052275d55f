// oxlint-disable no-restricted-globals -- this runs in pages
type Where = 'local' | 'session'

/** What the page remembered; undefined without it, and in pages that may not store anything. */
export function recall(where: Where, key: string): string | undefined {
  try {
    return (where === 'local' ? localStorage : sessionStorage).getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** Remembers a text, or forgets it; in pages that may not store anything, nothing. */
export function remember(where: Where, key: string, value: string | undefined) {
  try {
    const storage = where === 'local' ? localStorage : sessionStorage
    if (value == null) storage.removeItem(key)
    else storage.setItem(key, value)
  } catch {
    // A page in a sandbox: the next one asks again.
  }
}
