/** `Retry-After` in seconds; a date, or anything else, is null: it would need a clock to compare with. */
export function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null
}
