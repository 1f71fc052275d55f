/** The keys of a record; Object.keys forgets which they can be. */
export function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] {
  // A table written as a literal has its keys and no others.
  return Object.keys(record) as Key[]
}
