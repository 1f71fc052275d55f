import * as z from 'zod'
import { txidSchema, walletAddressSchema } from '../platform/identifier-schemas.ts'
import { linksSchema, pageSchema, wholeTextSchema } from './hal-schemas.ts'
import { chainProblemSchema } from './problem-schema.ts'

const preconditionsSchema = z.looseObject({
  timebounds: z
    .looseObject({ min_time: wholeTextSchema, max_time: wholeTextSchema.optional() })
    .optional()
    .describe('Seconds; without `max_time` it never expires.'),
  ledgerbounds: z
    .looseObject({ min_ledger: z.number().int(), max_ledger: z.number().int().optional() })
    .optional(),
  min_account_sequence: wholeTextSchema.optional(),
  min_account_sequence_age: wholeTextSchema.optional(),
  min_account_sequence_ledger_gap: z.number().int().optional(),
})

const fields = {
  id: txidSchema,
  paging_token: z.string(),
  successful: z.boolean(),
  hash: txidSchema,
  ledger: z.number().int(),
  created_at: z.string(),
  source_account: walletAddressSchema,
  account_muxed: z.string().optional().describe('The M… form, where the sender used it.'),
  account_muxed_id: wholeTextSchema.optional(),
  source_account_sequence: z.string(),
  fee_account: walletAddressSchema,
  fee_charged: z.string().describe('Stroops.'),
  max_fee: z.string().describe('Stroops.'),
  operation_count: z.number().int(),
}
const signed = {
  envelope_xdr: z.string().optional().describe('Base64. The documented test value has none.'),
  result_xdr: z.string().optional().describe('Base64.'),
  memo_type: z.string(),
  memo: z.string().optional(),
  memo_bytes: z.string().optional().describe('Base64.'),
  signatures: z.array(z.string()),
  valid_after: z.string().optional(),
  valid_before: z.string().optional(),
  preconditions: preconditionsSchema.optional(),
}

/** A transaction as Horizon shows it. Amounts of fees are strings in stroops. */
export const chainTransactionSchema = z
  .looseObject({ _links: linksSchema, ...fields, ...signed })
  .meta({ id: 'ChainTransaction' })
export type ChainTransaction = z.infer<typeof chainTransactionSchema>

export const chainTransactionPageSchema = pageSchema(chainTransactionSchema).meta({
  id: 'ChainTransactionPage',
})

/** The possible bodies of a submission with status 200: only a transaction means that it was paid. */
export const submittedSchema = z
  .union([chainTransactionSchema, chainProblemSchema])
  .meta({ id: 'ChainSubmitted' })

/** What `POST /transactions` takes. */
export const submissionSchema = z
  .object({ tx: z.string().describe('The signed envelope: XDR in Base64, percent-encoded.') })
  .meta({ id: 'ChainSubmission' })
