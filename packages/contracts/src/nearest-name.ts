/** The name that a word most likely means; undefined when none is like it. */
export function nearestName<Name extends string>(
  word: string,
  names: readonly Name[],
): Name | undefined {
  const pairs = pairsOf(word)
  const scored = names
    .map((name) => ({ name, score: likeness(pairs, pairsOf(name)) }))
    .toSorted((a, b) => b.score - a.score)
  const [best] = scored
  return best == null || best.score === 0 ? undefined : best.name
}

/** Pairs of neighbouring letters: they stay alike when a word is left out, added or mistyped. */
function pairsOf(word: string): Set<string> {
  const letters = word.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  return new Set([...letters].slice(1).map((letter, place) => `${letters[place]}${letter}`))
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((pair) => b.has(pair)).length
  return shared === 0 ? 0 : (2 * shared) / (a.size + b.size)
}
