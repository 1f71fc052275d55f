import * as z from 'zod'
import { networkSchema, txidSchema, walletAddressSchema } from '../platform/identifier-schemas.ts'

const linkSchema = z.looseObject({ href: z.string(), templated: z.boolean().optional() })

/** HAL root document of Horizon. */
export const chainRootSchema = z
  .looseObject({
    _links: z.record(z.string(), linkSchema),
    horizon_version: z.string(),
    core_version: z.string(),
    ingest_latest_ledger: z.number().int(),
    history_latest_ledger: z.number().int(),
    history_latest_ledger_closed_at: z.string(),
    history_elder_ledger: z.number().int(),
    core_latest_ledger: z.number().int(),
    network_passphrase: networkSchema,
    current_protocol_version: z.number().int(),
    supported_protocol_version: z.number().int(),
    core_supported_protocol_version: z.number().int(),
  })
  .meta({ id: 'ChainRoot' })

/** A transaction as Horizon shows it. Amounts of fees are strings in stroops. */
export const chainTransactionSchema = z
  .looseObject({
    _links: z.record(z.string(), linkSchema),
    id: txidSchema,
    paging_token: z.string(),
    successful: z.boolean(),
    hash: txidSchema,
    ledger: z.number().int(),
    created_at: z.string(),
    source_account: walletAddressSchema,
    source_account_sequence: z.string(),
    fee_account: walletAddressSchema,
    fee_charged: z.string().describe('Stroops.'),
    max_fee: z.string().describe('Stroops.'),
    operation_count: z.number().int(),
    memo_type: z.string(),
    memo: z.string().optional(),
    memo_bytes: z.string().optional().describe('Base64.'),
    signatures: z.array(z.string()),
  })
  .meta({ id: 'ChainTransaction' })
export type ChainTransaction = z.infer<typeof chainTransactionSchema>

/** Horizon's errors: `application/problem+json`. */
export const chainProblemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    extras: z.looseObject({}).optional(),
  })
  .meta({ id: 'ChainProblem' })
export type ChainProblem = z.infer<typeof chainProblemSchema>
