import * as z from 'zod'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { linksSchema, pageSchema, piTextSchema } from './hal-schemas.ts'

/** Its type in 8 digits, always 0, and a hash. */
export const balanceIdSchema = z
  .string()
  .regex(/^0{8}[0-9a-f]{64}$/, 'must be 8 zeros and 64 lowercase hexadecimal digits')
  .meta({
    description: 'Id of a claimable balance.',
    examples: ['00000000a1c4ad06b27c1b4b2b8e1f7e6a7d0a3b5c9e8f7d6c5b4a3928170605f4e3d2c1'],
  })

/** An asset in one text. */
export const canonicalAssetSchema = z.string().describe('`native` is Pi, others are `CODE:ISSUER`.')

export const claimantSchema = z
  .looseObject({
    destination: walletAddressSchema,
    predicate: z
      .looseObject({})
      .describe(
        'When it may claim: `unconditional`, `abs_before` with `abs_before_epoch` (seconds), `rel_before` (seconds), or others in `and`, `or`, `not`.',
      ),
  })
  .meta({ id: 'ChainClaimant' })

/** An amount that waits for one of its claimants. Pi's lockups are such balances. */
export const chainClaimableBalanceSchema = z
  .looseObject({
    _links: linksSchema,
    id: balanceIdSchema,
    asset: canonicalAssetSchema,
    amount: piTextSchema,
    sponsor: walletAddressSchema.optional().describe('Who pays its reserve.'),
    last_modified_ledger: z.number().int(),
    last_modified_time: z.string().nullable(),
    claimants: z.array(claimantSchema),
    flags: z.looseObject({ clawback_enabled: z.boolean() }),
    paging_token: z.string().describe('Ledger and id.'),
  })
  .meta({ id: 'ChainClaimableBalance' })
export type ChainClaimableBalance = z.infer<typeof chainClaimableBalanceSchema>

export const chainClaimableBalancePageSchema = pageSchema(chainClaimableBalanceSchema).meta({
  id: 'ChainClaimableBalancePage',
})
