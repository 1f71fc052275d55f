import * as z from 'zod'
import { journalEntrySchema } from './journal-schemas.ts'
import { controlLedgerSchema } from './ledger-schemas.ts'
import { clockSchema, controlPaymentSchema, worldSchema } from './schemas.ts'

/** Kinds of events, in the order in which a stream begins with them. */
export const EVENT_KINDS = ['world', 'clock', 'ledger', 'payment', 'request'] as const
export type MockEventKind = (typeof EVENT_KINDS)[number]

const anyKind = EVENT_KINDS.join('|')

export const eventsQuerySchema = z.strictObject({
  kinds: z
    .string()
    .regex(
      new RegExp(`^(${anyKind})(,(${anyKind}))*$`),
      `must be kinds separated by commas: ${EVENT_KINDS.join(', ')}`,
    )
    .optional()
    .describe(`Only these, separated by commas. Default: all of ${EVENT_KINDS.join(', ')}.`),
})

/** Something that happened in the mock. */
export const mockEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('world'), world: worldSchema }),
  z.object({ kind: z.literal('clock'), clock: clockSchema }),
  z.object({ kind: z.literal('ledger'), ledger: controlLedgerSchema.shape.latest }),
  z.object({ kind: z.literal('payment'), payment: controlPaymentSchema }),
  z.object({ kind: z.literal('request'), entry: journalEntrySchema }),
])
export type MockEvent = z.infer<typeof mockEventSchema>
