import * as z from 'zod'
import { txidSchema, walletAddressSchema } from '../platform/identifier-schemas.ts'
import {
  balanceIdSchema,
  canonicalAssetSchema,
  claimantSchema,
} from './claimable-balance-schema.ts'
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

const changeTrustSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('change_trust'),
    type_i: z.literal(6),
    asset_type: z.string(),
    asset_code: z.string().optional(),
    asset_issuer: walletAddressSchema.optional(),
    trustee: walletAddressSchema.optional().describe('The issuer.'),
    trustor: walletAddressSchema,
    limit: piTextSchema.describe('How much the account takes at most; 0 ends its trust.'),
  })
  .meta({ id: 'ChainChangeTrust' })

const flagNumbers = z.array(z.number().int()).optional()
const flagNames = z.array(z.string()).optional()
const weight = z.number().int().optional()

const setOptionsSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('set_options'),
    type_i: z.literal(5),
    home_domain: z.string().optional(),
    master_key_weight: weight,
    signer_key: z.string().optional(),
    signer_weight: weight.describe('0 removes the signer.'),
    set_flags: flagNumbers,
    set_flags_s: flagNames,
    clear_flags: flagNumbers,
    clear_flags_s: flagNames,
    low_threshold: weight,
    med_threshold: weight,
    high_threshold: weight,
  })
  .meta({ id: 'ChainSetOptions' })

const createClaimableBalanceSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('create_claimable_balance'),
    type_i: z.literal(14),
    sponsor: walletAddressSchema.optional().describe('Who pays the reserve, once it succeeded.'),
    asset: canonicalAssetSchema,
    amount: piTextSchema,
    claimants: z.array(claimantSchema),
  })
  .meta({ id: 'ChainCreateClaimableBalance' })

const claimClaimableBalanceSchema = z
  .looseObject({
    ...operationFields,
    type: z.literal('claim_claimable_balance'),
    type_i: z.literal(15),
    balance_id: balanceIdSchema,
    claimant: walletAddressSchema,
  })
  .meta({ id: 'ChainClaimClaimableBalance' })

const otherOperationSchema = z
  .looseObject({ ...operationFields, type: z.string(), type_i: z.number().int() })
  .meta({ id: 'ChainOtherOperation', description: 'An operation of any other type.' })

/** An operation of a transaction. The fields behind the common ones belong to its type. */
export const chainOperationSchema = z
  .union([
    chainPaymentSchema,
    createAccountSchema,
    bumpSequenceSchema,
    changeTrustSchema,
    setOptionsSchema,
    createClaimableBalanceSchema,
    claimClaimableBalanceSchema,
    otherOperationSchema,
  ])
  .meta({ id: 'ChainOperation' })
export type ChainOperationRecord = z.infer<typeof chainOperationSchema>

export const chainOperationPageSchema = pageSchema(chainOperationSchema).meta({
  id: 'ChainOperationPage',
})
