const ALPHABET = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * Decodes as strictly as Go's StdEncoding under Horizon: the standard alphabet with its padding; line breaks
 * inside are skipped, one at the end is not. Answers null where that refuses; Node would read on.
 */
export function decodeBase64(text: string): Buffer | null {
  const joined = text.replace(/[\r\n]/g, '')
  const isWhole = joined.length % 4 === 0 && ALPHABET.test(joined)
  return isWhole && !/[\r\n]$/.test(text) ? Buffer.from(joined, 'base64') : null
}
