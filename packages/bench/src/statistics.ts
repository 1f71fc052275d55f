/** The middle value; of an even count the mean of both middle ones. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Linear interpolation between the nearest ranks; `q` from 0 to 1. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = (sorted.length - 1) * q
  const low = sorted[Math.floor(rank)]
  const high = sorted[Math.ceil(rank)]
  if (low == null || high == null) throw new Error('No values to take a quantile of')
  return low + (high - low) * (rank - Math.floor(rank))
}
