/** What the option `--name` says. Throws with a sentence unless it is a whole number of at most nine digits. */
export function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`--${name} must be a whole number, not ${JSON.stringify(text)}`)
}
