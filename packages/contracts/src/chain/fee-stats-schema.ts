import * as z from 'zod'
import { wholeTextSchema } from './hal-schemas.ts'

const keys = [
  'max',
  'min',
  'mode',
  'p10',
  'p20',
  'p30',
  'p40',
  'p50',
  'p60',
  'p70',
  'p80',
  'p90',
  'p95',
  'p99',
] as const

const feesSchema = z
  .looseObject(
    Object.fromEntries(keys.map((key) => [key, wholeTextSchema])) as Record<
      // fromEntries forgets which keys it was given.
      (typeof keys)[number],
      typeof wholeTextSchema
    >,
  )
  .meta({ id: 'ChainFees', description: 'Stroops for one operation, as text.' })
export type ChainFees = z.infer<typeof feesSchema>

/** Fees of the last five ledgers; every number is text. */
export const chainFeeStatsSchema = z
  .looseObject({
    last_ledger: wholeTextSchema,
    last_ledger_base_fee: wholeTextSchema.describe('Stroops for one operation. Pi: 100000.'),
    ledger_capacity_usage: z.string(),
    fee_charged: feesSchema.describe('What transactions paid.'),
    max_fee: feesSchema.describe('What transactions offered.'),
  })
  .meta({ id: 'ChainFeeStats' })
export type ChainFeeStats = z.infer<typeof chainFeeStatsSchema>
