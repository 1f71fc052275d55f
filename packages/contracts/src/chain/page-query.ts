import * as z from 'zod'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { LAST_EVENT_ID_HEADER } from './headers.ts'

const MAX_LIMIT = 200
const WHOLE = /^[+-]?\d+$/
const LAST_CURSOR = 2n ** 63n - 1n

// Links of Horizon itself carry empty parameters: they count as left out.
const cursorSchema = z
  .string()
  .refine((text) => !/^-\d+$/.test(text), 'must not be negative')
  .refine(
    (text) => text === '' || text === 'now' || (/^\d{1,19}$/.test(text) && isCursor(text)),
    'must be a paging token or "now"',
  )
  .describe('Records after this paging token, in the order asked for. `now` is the newest.')

const limitSchema = z
  .string()
  .refine((text) => text === '' || WHOLE.test(text), {
    error: 'must be a whole number',
    abort: true,
  })
  .refine((text) => text === '' || Number(text) > 0, { error: 'must be at least 1', abort: true })
  .refine((text) => Number(text) <= MAX_LIMIT, `must be at most ${MAX_LIMIT}`)
  .meta({
    description: 'Maximum number of records per page. Default 10.',
    type: 'integer',
    minimum: 1,
    maximum: MAX_LIMIT,
  })

const flagSchema = z
  .enum(['true', 'false', ''], 'must be "true" or "false"')
  .describe('Whether failed transactions are included. Default false.')

const page = {
  cursor: cursorSchema.optional(),
  order: z
    .enum(['asc', 'desc', ''], 'must be "asc" or "desc"')
    .optional()
    .describe('`asc`, the default, is oldest first.'),
  limit: limitSchema.optional(),
}

/** Headers of a list that is also a stream of events. */
export const streamHeaders = {
  [LAST_EVENT_ID_HEADER]: z
    .string()
    .refine(
      (text) => text === '' || (/^\d{1,19}$/.test(text) && isCursor(text)),
      'must be a paging token',
    )
    .meta({
      description: 'Replaces `cursor`: the `id` of the last event of a stream that is read on.',
      examples: ['8589938689'],
    })
    .optional(),
}

export const pageQuerySchema = z.object(page)
export const transactionsQuerySchema = z.object({ ...page, include_failed: flagSchema.optional() })
export const operationsQuerySchema = transactionsQuerySchema.extend({
  join: z
    .enum(['transactions', ''], 'must be "transactions"')
    .optional()
    .describe('Includes the transaction in each record.'),
})
export const effectsQuerySchema = z.object({
  ...page,
  cursor: z
    .string()
    .refine(
      (text) => text === '' || text === 'now' || isEffectToken(text),
      'must be the paging token of an effect or "now"',
    )
    .optional()
    .describe('Effects after this paging token, in the order asked for. `now` is the newest.'),
})
/** Headers of a list of effects that is also a stream of events. */
export const effectStreamHeaders = {
  [LAST_EVENT_ID_HEADER]: z
    .string()
    .refine((text) => text === '' || isEffectToken(text), 'must be a paging token of an effect')
    .meta({
      description: 'Replaces `cursor`: the `id` of the last event of a stream that is read on.',
      examples: ['8589938689-1'],
    })
    .optional(),
}
const addressFilter = (whose: string) =>
  z
    .union([walletAddressSchema, z.literal('')], 'must be a wallet address')
    .optional()
    .describe(whose)
export const claimableBalancesQuerySchema = z.looseObject({
  ...page,
  cursor: z
    .string()
    .regex(
      /^$|^[1-9]\d{0,9}-0{8}[0-9a-f]{64}$/,
      'must be a paging token: a ledger and the id of a claimable balance',
    )
    .optional()
    .describe('Records after this paging token.'),
  asset: z
    .string()
    .regex(
      /^$|^native$|^[A-Za-z0-9]{1,12}:G[A-Z2-7]{55}$/,
      'must be "native" or CODE:ISSUER with a wallet address',
    )
    .optional()
    .describe('Of this asset: `native` is Pi, others are `CODE:ISSUER`.'),
  sponsor: addressFilter('Whose reserve this account pays.'),
  claimant: addressFilter('That this account may claim, now or later.'),
})
/** With filters, which differ from list to list; cursors there are not always numbers. */
export const filteredPageQuerySchema = z.looseObject({
  ...page,
  cursor: z.string().optional().describe('Records after this paging token.'),
})
export type StreamHeaders = { [Name in keyof typeof streamHeaders]?: string | undefined }
export type PageQuery = z.infer<typeof pageQuerySchema>
export type TransactionsQuery = z.infer<typeof transactionsQuerySchema>
export type EffectsQuery = z.infer<typeof effectsQuerySchema>
export type ClaimableBalancesQuery = z.infer<typeof claimableBalancesQuerySchema>
export type FilteredPageQuery = z.infer<typeof filteredPageQuerySchema>
export type OperationsQuery = z.infer<typeof operationsQuerySchema>

function isEffectToken(text: string): boolean {
  return /^\d{1,19}(-\d{1,19})?$/.test(text) && text.split('-').every(isCursor)
}

function isCursor(digits: string): boolean {
  return BigInt(digits) <= LAST_CURSOR
}
