import * as z from 'zod'
import { MAX_PI, parsePiAmount } from './pi-amount.ts'

function refuseBadAmount(amount: number | string, context: z.RefinementCtx) {
  const parsed = parsePiAmount(amount)
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.rule, input: amount })
  else if (parsed.stroops === 0n) {
    context.addIssue({ code: 'custom', message: 'must be more than 0', input: amount })
  }
}

/** An amount in Pi that a request may carry: a number above 0 with at most 7 decimals. */
export const piAmountSchema = z
  .number('must be a number')
  .superRefine(refuseBadAmount)
  .meta({
    id: 'PiAmount',
    description: 'Amount in Pi: more than 0, at most 7 decimals.',
    exclusiveMinimum: 0,
    maximum: MAX_PI,
    examples: [3.14],
  })

/** As `piAmountSchema`, and the decimal string that pi-go sends for an app-to-user payment. */
export const lenientPiAmountSchema = z
  .union([z.number(), z.string()], 'must be a number, or a decimal string')
  .superRefine(refuseBadAmount)
  .meta({
    id: 'LenientPiAmount',
    description:
      'Amount in Pi: more than 0, at most 7 decimals. A decimal string is accepted too, because an official SDK sends one.',
    examples: [3.14, '3.14'],
  })
