/**
 * How long a response asks to wait, in milliseconds. A date is compared with the response's own `Date`, so
 * that our clock is not needed; without one it counts as forever.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000)
  const until = value.endsWith(' GMT') ? Date.parse(value) : NaN
  if (Number.isNaN(until)) return undefined
  const respondedAt = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(respondedAt) ? Infinity : Math.max(0, until - respondedAt)
}
