import { randomUUID } from 'node:crypto'

/** In front of an amount that stands in a string; no request can contain it, because it never leaves the process. */
const MARK = randomUUID()
const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g')

/** A response holds payments in a list in an object in an envelope, and nowhere deeper. */
const MAX_DEPTH = 4

type Written = { identifier: unknown; amount: unknown }
/** How the amount of a payment is written, if not as Ruby does: JSON of the same number. */
export type AmountText = (payment: Written) => string | undefined

/**
 * JSON as Pi writes it: the amount of a payment keeps its fraction when it is whole, `1.0`, so that Python, Ruby and
 * PHP read a float. What is in `metadata` belongs to the developer and stays as it is.
 */
export function stringifyPayments(body: unknown, textOf: AmountText = () => undefined): string {
  const marked = markAmounts(body, textOf, MAX_DEPTH)
  const text = JSON.stringify(marked) ?? ''
  // A function that JSON.stringify calls for each member would take three times as long.
  return marked === body ? text : text.replace(MARKED, '$1')
}

/** The same value; where JavaScript would write an amount otherwise, a copy with a marked string in its place. */
function markAmounts(value: unknown, textOf: AmountText, depth: number): unknown {
  if (typeof value !== 'object' || value == null || depth < 0) return value
  if ('identifier' in value && 'direction' in value) {
    if (!('amount' in value) || typeof value.amount !== 'number') return value
    const text = textOf(value) ?? floatText(value.amount)
    return text === String(value.amount) ? value : { ...value, amount: `${MARK}${text}` }
  }
  if (Array.isArray(value)) {
    const marked = value.map((each: unknown) => markAmounts(each, textOf, depth - 1))
    return marked.some((each, place) => each !== value[place]) ? marked : value
  }
  let copy: Record<string, unknown> | undefined
  for (const [key, each] of Object.entries(value)) {
    const marked = markAmounts(each, textOf, depth - 1)
    if (marked !== each) (copy ??= { ...value })[key] = marked
  }
  return copy ?? value
}

/** A number as Ruby writes a float, which is what Pi runs on: `1.0`, `0.01`, `1.0e-07`. */
export function floatText(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits = '', power = ''] = value.toExponential().split('e')
    return `${withFraction(digits)}e${power.replace(/^([+-])(\d)$/, '$10$2')}`
  }
  return withFraction(String(value))
}

function withFraction(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`
}
