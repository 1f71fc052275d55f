/** In TypeScript's libraries not yet; in Node since 22. */
const { rawJSON } = JSON as JSON & { rawJSON(text: string): unknown }

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
  const payments = new Set<unknown>()
  collectPayments(body, payments, MAX_DEPTH)
  if (payments.size === 0) return JSON.stringify(body) ?? ''
  return JSON.stringify(body, function write(this: unknown, key: string, value: unknown) {
    const isAmount = key === 'amount' && typeof value === 'number' && payments.has(this)
    return isAmount ? rawJSON(textOf(this as Written) ?? floatText(value)) : value
  })
}

function collectPayments(value: unknown, found: Set<unknown>, depth: number) {
  if (typeof value !== 'object' || value == null || depth < 0) return
  if ('identifier' in value && 'direction' in value) return void found.add(value)
  for (const each of Object.values(value)) collectPayments(each, found, depth - 1)
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
