import * as z from 'zod'
import { piAmountSchema } from '../platform/amount-schemas.ts'
import { uidSchema } from '../platform/identifier-schemas.ts'
import { newMetadataSchema } from '../platform/payment-schema.ts'

/** Metadata key that the proxy keeps for itself; refused from clients. */
export const RESERVED_METADATA_KEY = '_aloha'

/** Ours: Pi publishes none. */
const MAX_MEMO_CHARACTERS = 255

const memoSchema = z
  .string('must be a string')
  .max(MAX_MEMO_CHARACTERS, `must have at most ${MAX_MEMO_CHARACTERS} characters`)
  .refine((memo) => !memo.includes('\0'), 'must not contain the character NUL')
  .describe('Text shown to the user; not the memo on the chain.')

export const createPayoutRequestSchema = z
  .strictObject({
    payment: z.strictObject(
      {
        amount: piAmountSchema,
        memo: memoSchema,
        metadata: newMetadataSchema.refine(
          (metadata) => !Object.hasOwn(metadata, RESERVED_METADATA_KEY),
          `must not have the key "${RESERVED_METADATA_KEY}": it is reserved`,
        ),
        uid: uidSchema,
      },
      'must be an object: the payment is wrapped in "payment"',
    ),
  })
  .meta({ id: 'CreatePayoutRequest' })
export type CreatePayoutRequest = z.infer<typeof createPayoutRequestSchema>

const DERIVED_KEY = /^d:[0-9a-f]{64}:/

// One pattern, and no look-ahead: generators of other languages cannot read either.
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters')
  .refine(
    (key) => !DERIVED_KEY.test(key),
    'must not begin with "d:", 64 hexadecimal digits and ":", as derived keys do',
  )
  .meta({
    id: 'IdempotencyKey',
    description:
      'Names one payout of the client. A key that begins like a derived one (`d:`, 64 lowercase hexadecimal digits, `:`) is refused.',
    examples: ['order-12345'],
  })
