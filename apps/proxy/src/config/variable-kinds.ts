import { parsePiAmount } from '@aloha-pi/contracts/platform'
import * as z from 'zod'

export function wholeNumber(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, rule)
    .transform(Number)
    .refine((number) => number >= min && number <= max, rule)
}

export function choice<const T extends string>(...values: readonly T[]) {
  return z.enum(values, `must be one of: ${values.join(', ')}`)
}

/** An amount in Pi, as stroops. */
export const piAmount = z.string().transform((text, ctx) => {
  const parsed = parsePiAmount(text)
  if (parsed.ok && parsed.stroops > 0n) return parsed.stroops
  ctx.addIssue('must be an amount in Pi above 0 with at most 7 decimals, like 100 or 0.5')
  return z.NEVER
})
