import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Choices that are the same for the same seed. */
export type Random = {
  /** From 0 to `below` - 1. */
  int(below: number): number
  /** True about `percent` times in a hundred. */
  chance(percent: number): boolean
  pick<Value>(values: readonly [Value, ...Value[]]): Value
  pick<Value>(values: readonly Value[]): Value | undefined
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed)
  const int = (below: number) => (below <= 1 ? 0 : uniformInt(generator, 0, below - 1))
  return {
    int,
    chance: (percent) => int(100) < percent,
    // The first signature promises a value where there is one.
    pick: <Value>(values: readonly Value[]) => values[int(values.length)] as Value,
  }
}
