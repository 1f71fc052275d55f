import * as z from 'zod'
import { paymentIdSchema, txidSchema, uidSchema } from '../platform/identifier-schemas.ts'
import { paymentSchema } from '../platform/payment-schema.ts'
import { incompleteServerPaymentsSchema } from '../platform/payment-requests-schema.ts'
import type { AlohaOperation } from './operation.ts'

const operationSchema = z
  .enum(['insert', 'update', 'select'])
  .describe('What the call did to the row.')

/** Public projection of the proxy's record of a user-to-app payment. */
export const u2aRowSchema = z
  .object({
    payment_id: paymentIdSchema,
    status: z
      .enum(['seen', 'approved', 'completed', 'aborted'])
      .describe('Last state that Pi confirmed to the proxy.'),
    pending_actions: z
      .array(z.enum(['approve', 'complete', 'abort']))
      .describe('Calls to Pi whose outcome is unknown; repeat the request to resolve each.'),
    txid: txidSchema.nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'U2aRow' })
export type U2aRow = z.infer<typeof u2aRowSchema>

/** Public projection of a payout. `processing` covers every state that is not final. */
export const payoutRowSchema = z
  .object({
    payout_id: z.guid(),
    payment_id: paymentIdSchema.nullable().describe("Pi's id; null until Pi has assigned one."),
    status: z.enum(['processing', 'completed', 'paid_unconfirmed', 'cancelled', 'failed']),
    cancel_requested: z.boolean(),
    uid: uidSchema,
    amount: z.string().describe('Amount in Pi with 7 decimals.'),
    txid: txidSchema.nullable(),
    fail_code: z.string().nullable(),
    waits_for: z
      .string()
      .nullable()
      .optional()
      .describe(
        'Why a payout in progress waits, as one word: `ledger`, `money`, `user_payment`, `operator` … Null: it waits for its turn, or does not wait. New words may be added.',
      ),
    blocked_by: paymentIdSchema
      .nullable()
      .optional()
      .describe(
        "Only in details, and only for the payout's own client: Pi's id of the open payment that blocks this one. Null when Pi did not name it, or when it belongs to another client.",
      ),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'PayoutRow' })
export type PayoutRow = z.infer<typeof payoutRowSchema>

const u2aRecordSchema = z
  .object({ table: z.literal('u2a_payment'), operation: operationSchema, row: u2aRowSchema })
  .meta({ id: 'U2aRecord' })
const payoutRecordSchema = z
  .object({ table: z.literal('payout'), operation: operationSchema, row: payoutRowSchema })
  .meta({ id: 'PayoutRecord' })
const payoutRecordsSchema = z
  .object({
    table: z.literal('payout'),
    operation: z.literal('select'),
    rows: z.array(payoutRowSchema),
    next_cursor: z.string().nullable().describe('`cursor` of the next page; null on the last one.'),
  })
  .meta({ id: 'PayoutRecords' })

function u2aSuccessSchema<const A extends AlohaOperation['action']>(action: A) {
  return z
    .object({
      success: z.literal(true),
      action: z.literal(action),
      direction: z.literal('u2a'),
      piResData: paymentSchema.describe("Pi's response, unchanged."),
      sbResData: u2aRecordSchema.optional().describe("The proxy's own record, when there is one."),
    })
    .meta({ id: successId('U2a', action) })
}

const ofPayout = "The proxy's own record of the payout."

/** Of an action on one payout; `record` is the schema of the proxy's own part. */
function a2uSuccessSchema<
  const A extends AlohaOperation['action'],
  const RecordSchema extends z.ZodType,
>(action: A, record: RecordSchema) {
  return z
    .object({
      success: z.literal(true),
      action: z.literal(action),
      direction: z.literal('a2u'),
      piResData: paymentSchema
        .nullable()
        .describe("Pi's last response; null while the payment does not exist at Pi."),
      sbResData: record,
    })
    .meta({ id: successId('A2u', action) })
}

function successId(direction: 'U2a' | 'A2u', action: string): string {
  return `${direction}${action.charAt(0).toUpperCase()}${action.slice(1)}Success`
}

const a2uIncompleteSuccessSchema = z
  .object({
    success: z.literal(true),
    action: z.literal('incomplete'),
    direction: z.literal('a2u'),
    piResData: incompleteServerPaymentsSchema,
    sbResData: payoutRecordsSchema.optional(),
  })
  .meta({ id: 'A2uIncompleteSuccess' })

/** Success envelopes of the u2a actions. */
export const u2aSuccessSchemas = {
  approve: u2aSuccessSchema('approve'),
  complete: u2aSuccessSchema('complete'),
  abort: u2aSuccessSchema('abort'),
  details: u2aSuccessSchema('details'),
}

/** Success envelopes of the a2u actions; all but `incomplete` concern one payout. */
export const a2uSuccessSchemas = {
  create: a2uSuccessSchema('create', payoutRecordSchema.describe(ofPayout)),
  incomplete: a2uIncompleteSuccessSchema,
  cancel: a2uSuccessSchema('cancel', payoutRecordSchema.describe(ofPayout)),
  details: a2uSuccessSchema('details', payoutRecordSchema.optional().describe(ofPayout)),
}

/** Error envelope. `action` and `direction` are present only when they were understood. */
export const alohaErrorSchema = z
  .object({
    success: z.literal(false),
    action: z
      .enum(['approve', 'complete', 'abort', 'details', 'create', 'cancel', 'incomplete'])
      .optional(),
    direction: z.enum(['u2a', 'a2u']).optional(),
    error: z.string().describe('What happened and what to do, for humans.'),
    code: z.string().describe('Error code.'),
    request_id: z.string().describe('Names this request in the logs of the proxy.'),
    sbResData: z.union([u2aRecordSchema, payoutRecordSchema]).optional(),
  })
  .meta({ id: 'AlohaError' })
export type AlohaErrorBody = z.infer<typeof alohaErrorSchema>
