import * as z from 'zod'
import { linksSchema, pageSchema, piTextSchema, wholeTextSchema } from './hal-schemas.ts'

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lowercase hexadecimal digits')

/** A closed ledger. */
export const chainLedgerSchema = z
  .looseObject({
    _links: linksSchema,
    id: hashSchema,
    paging_token: wholeTextSchema,
    hash: hashSchema,
    prev_hash: hashSchema.optional(),
    sequence: z.number().int(),
    successful_transaction_count: z.number().int(),
    failed_transaction_count: z.number().int(),
    operation_count: z.number().int().describe('Operations of successful transactions.'),
    tx_set_operation_count: z.number().int().describe('Operations of all transactions.'),
    closed_at: z.string(),
    total_coins: piTextSchema,
    fee_pool: piTextSchema,
    base_fee_in_stroops: z.number().int(),
    base_reserve_in_stroops: z.number().int(),
    max_tx_set_size: z.number().int(),
    protocol_version: z.number().int(),
  })
  .meta({ id: 'ChainLedger' })
export type ChainLedger = z.infer<typeof chainLedgerSchema>

export const chainLedgerPageSchema = pageSchema(chainLedgerSchema).meta({ id: 'ChainLedgerPage' })
