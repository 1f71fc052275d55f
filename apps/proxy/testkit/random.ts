/** Seeded randomness (sfc32): the same seed gives the same history. */
export type Random = {
  /** From 0 up to, not including, 1. */
  unit(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** Uniform in a range of milliseconds or the like. */
  between(min: number, max: number): number
  chance(probability: number): boolean
  pick<Value>(values: readonly [Value, ...Value[]]): Value
}

export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 ^ seed
  let b = 0x243f6a88 ^ Math.imul(seed, 0x85ebca6b)
  let c = (0xb7e15162 + seed) | 0
  let d = 1
  const unit = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 12; i += 1) unit()
  const int = (min: number, max: number) => min + Math.floor(unit() * (max - min + 1))
  return {
    unit,
    int,
    between: (min, max) => min + unit() * (max - min),
    chance: (probability) => unit() < probability,
    pick: (values) => values[int(0, values.length - 1)] ?? values[0],
  }
}
