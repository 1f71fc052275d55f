import type { JournalApi } from '@aloha-pi/contracts/control'
import { operations } from './operations.ts'

const MAX_PATH = 300
const MAX_PARTS = 10
const MAX_WORD = 40
/** Share of wrong letters in a word that is still taken for another one. */
const MAX_WRONG = 0.5
const MAX_SHOWN = 3
/** One part too many, one too few, or one that is written wrong. */
const MAX_DISTANCE = 1
/** Beside the nearest path, those that are about as near. */
const ALSO_NEAR = 0.3

/** Operations of the API whose paths are similar, as `GET /v2/me`; the nearest first. */
export function nearOperations(api: JournalApi, method: string, path: string): string[] {
  const parts = path.split('/').slice(1)
  if (path.length > MAX_PATH || parts.length > MAX_PARTS) return []
  const measured = operations
    .filter((each) => each.api === api && sharesWord(parts, each.path))
    .map((each) => ({ each, distance: distanceOf(parts, each.path.split('/').slice(1)) }))
    .filter(({ distance }) => distance <= MAX_DISTANCE)
    .toSorted((a, b) => rank(a) - rank(b))
  const [nearest] = measured
  if (nearest == null) return []
  return measured
    .filter(({ distance }) => distance <= nearest.distance + ALSO_NEAR)
    .slice(0, MAX_SHOWN)
    .map(({ each }) => `${each.method} ${each.path}`)

  function rank({ each, distance }: (typeof measured)[number]) {
    return distance + (each.method === method ? 0 : 0.01)
  }
}

/** A parameter is like anything: without a common word, two paths are only of the same length. */
function sharesWord(parts: readonly string[], path: string): boolean {
  const words = path.split('/').filter((word) => word !== '' && !/^(:|v2$|_)/.test(word))
  return words.some((word) => parts.some((part) => wordDistance(part, word) <= MAX_WRONG))
}

/** What it costs to make one list of parts from the other. A parameter is like any part. */
function distanceOf(from: readonly string[], to: readonly string[]): number {
  return editDistance(from, to, (part, wanted) => {
    if (wanted.startsWith(':')) return part === '' ? 1 : 0
    return wordDistance(part, wanted)
  })
}

/** The share of wrong letters; 2 for another word. */
function wordDistance(part: string, wanted: string): number {
  if (part === wanted) return 0
  if (part.length > MAX_WORD) return 2
  const letters = editDistance([...part.toLowerCase()], [...wanted], (a, b) => (a === b ? 0 : 1))
  const share = letters / Math.max(part.length, wanted.length)
  return share > MAX_WRONG ? 2 : Math.max(0.01, share)
}

function editDistance<Item>(
  from: readonly Item[],
  to: readonly Item[],
  cost: (a: Item, b: Item) => number,
): number {
  let row = to.map((_, place) => place + 1)
  for (const [place, item] of from.entries()) {
    let diagonal = place
    let left = place + 1
    row = to.map((wanted, column) => {
      const above = row[column] ?? 0
      left = Math.min(above + 1, left + 1, diagonal + cost(item, wanted))
      diagonal = above
      return left
    })
  }
  return row.at(-1) ?? from.length
}
