import * as z from 'zod'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { linksSchema, piTextSchema, wholeTextSchema } from './hal-schemas.ts'

/** Holdings of one asset. Accounts at Pi may hold others than Pi itself, which is `native`. */
const balanceSchema = z.looseObject({
  balance: piTextSchema,
  asset_type: z.string().describe('`native` is Pi.'),
  buying_liabilities: piTextSchema.optional(),
  selling_liabilities: piTextSchema.optional(),
  asset_code: z.string().optional(),
  asset_issuer: walletAddressSchema.optional(),
  limit: piTextSchema.optional().describe('The most of the asset that the account can hold.'),
  is_authorized: z.boolean().optional().describe('Whether the issuer allows payments of it.'),
  liquidity_pool_id: z.string().optional().describe('With `liquidity_pool_shares`.'),
})

/** An account as it stood at the ledger that the header `Latest-Ledger` names. */
export const chainAccountSchema = z
  .looseObject({
    _links: linksSchema,
    id: walletAddressSchema,
    account_id: walletAddressSchema,
    sequence: wholeTextSchema.describe('The next transaction must use this number plus one.'),
    sequence_ledger: z
      .number()
      .int()
      .optional()
      .describe('Ledger in which the sequence last changed.'),
    sequence_time: wholeTextSchema
      .optional()
      .describe('When that ledger closed, as Unix time in seconds.'),
    subentry_count: z.number().int(),
    last_modified_ledger: z.number().int(),
    last_modified_time: z.string().optional(),
    thresholds: z.looseObject({
      low_threshold: z.number().int(),
      med_threshold: z.number().int(),
      high_threshold: z.number().int(),
    }),
    home_domain: z.string().optional().describe('Left out where there is none.'),
    flags: z.looseObject({ auth_required: z.boolean(), auth_revocable: z.boolean() }),
    balances: z.array(balanceSchema),
    signers: z.array(
      z.looseObject({ key: z.string(), weight: z.number().int(), type: z.string() }),
    ),
    num_sponsoring: z.number().int().optional().describe('Reserves that it pays for others.'),
    num_sponsored: z.number().int().optional().describe('Reserves that others pay for it.'),
    data: z.record(z.string(), z.string()).describe('Values in Base64.'),
    paging_token: z.string(),
  })
  .meta({ id: 'ChainAccount' })
export type ChainAccount = z.infer<typeof chainAccountSchema>
