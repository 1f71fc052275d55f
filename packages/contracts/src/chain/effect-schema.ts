import * as z from 'zod'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { linksSchema, pageSchema, wholeTextSchema } from './hal-schemas.ts'

/** What an operation changed of an account. The fields behind the common ones belong to its type. */
export const chainEffectSchema = z
  .looseObject({
    _links: linksSchema,
    id: z
      .string()
      .describe('Number of the operation, and of the effect in it, with leading zeros.'),
    paging_token: z.string().describe('The same two numbers without leading zeros.'),
    account: walletAddressSchema,
    account_muxed: z.string().optional().describe('The M… form, where the sender used it.'),
    account_muxed_id: wholeTextSchema.optional(),
    type: z.string().meta({ examples: ['account_credited'] }),
    type_i: z.number().int(),
    created_at: z.string(),
  })
  .meta({ id: 'ChainEffect' })
export type ChainEffect = z.infer<typeof chainEffectSchema>

export const chainEffectPageSchema = pageSchema(chainEffectSchema).meta({ id: 'ChainEffectPage' })
