import * as z from 'zod'
import { txidSchema, walletAddressSchema } from '../platform/identifier-schemas.ts'
import { linksSchema, pageSchema, piTextSchema, wholeTextSchema } from './hal-schemas.ts'
import { chainTransactionSchema } from './transaction-schema.ts'

const operationFields = {
  _links: linksSchema,
  id: wholeTextSchema,
  paging_token: wholeTextSchema,
  transaction_successful: z.boolean(),
  source_account: walletAddressSchema,
  source_account_muxed: z.string().optional().describe('The M… form, where the sender used it.'),
  source_account_muxed_id: wholeTextSchema.optional(),
  created_at: z.string(),
  transaction_hash: txidSchema,
  transaction: chainTransactionSchema.optional().describe('With `join=transactions`.'),
}

/** Pi, or another asset, from one account to another. */
export const chainPaymentSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('payment'),
    type_i: z.literal(1),
    asset_type: z.string().describe('`native` is Pi.'),
    asset_code: z.string().optional(),
    asset_issuer: walletAddressSchema.optional(),
    from: walletAddressSchema,
    to: walletAddressSchema,
    to_muxed: z.string().optional(),
    to_muxed_id: wholeTextSchema.optional(),
    amount: piTextSchema,
  })
  .meta({ id: 'ChainPayment' })

const createAccountSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('create_account'),
    type_i: z.literal(0),
    starting_balance: piTextSchema,
    funder: walletAddressSchema,
    account: walletAddressSchema,
  })
  .meta({ id: 'ChainCreateAccount' })

const bumpSequenceSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('bump_sequence'),
    type_i: z.literal(11),
    bump_to: z.string(),
  })
  .meta({ id: 'ChainBumpSequence' })

const otherOperationSchema = z
  .looseObject({ ...operationFields, type: z.string(), type_i: z.number().int() })
  .meta({ id: 'ChainOtherOperation', description: 'An operation of any other type.' })

/** An operation of a transaction. The fields behind the common ones belong to its type. */
export const chainOperationSchema = z
  .union([chainPaymentSchema, createAccountSchema, bumpSequenceSchema, otherOperationSchema])
  .meta({ id: 'ChainOperation' })
export type ChainOperationRecord = z.infer<typeof chainOperationSchema>

export const chainOperationPageSchema = pageSchema(chainOperationSchema).meta({
  id: 'ChainOperationPage',
})
