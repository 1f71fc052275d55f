import * as z from 'zod'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { appIdSchema } from './app-schemas.ts'

/** Real ms that a request may wait for others. */
const MAX_JOURNAL_WAIT_MS = 25_000
const DEFAULT_WAIT_MS = 10_000
const MAX_LISTED = 1_000
const DEFAULT_LISTED = 100

const whole = (min: number, max: number) => {
  const rule = `must be a whole number from ${min} to ${max}`
  return z.coerce.number<number | string>(rule).int(rule).min(min, rule).max(max, rule)
}

/** Whose contract a request belongs to; `page`: something that the mock serves for people and browsers. */
export const journalApiSchema = z
  .enum(
    ['platform', 'chain', 'wallet', 'control', 'page'],
    'must be "platform", "chain", "wallet", "control" or "page"',
  )
  .meta({ id: 'JournalApi' })
export type JournalApi = z.infer<typeof journalApiSchema>

const headersSchema = z.record(z.string(), z.string())
const bodyFields = {
  body: z
    .unknown()
    .describe('JSON and forms as values, anything else as text, null without a body.'),
  body_bytes: z.number().int().describe('Size of the whole body.'),
  body_cut: z.boolean().describe('True when only its beginning was kept, as text.'),
}

export const journalEntrySchema = z
  .object({
    id: z.number().int().describe('Counts the requests of this world, from 1.'),
    request_id: z
      .string()
      .nullable()
      .describe(
        'The header `x-request-id` of its response, also of one that a fault kept back: `explain` takes it.',
      ),
    at: z.iso.datetime().describe("When it arrived, by the mock's clock."),
    duration_ms: z
      .number()
      .nullable()
      .describe('Real time until the end of the response. null: not ended yet.'),
    api: journalApiSchema,
    operation: z
      .string()
      .nullable()
      .describe(
        'Name in the contract, like `payments.complete`. null: no operation has this path and method.',
      ),
    method: z.string(),
    path: z.string(),
    query: z.string().nullable().describe('Without the question mark.'),
    app_id: appIdSchema.nullable().describe('The app that called, or whose payment it is.'),
    payment_id: paymentIdSchema.nullable(),
    request: z.object({
      headers: headersSchema.describe('Without those that carry credentials.'),
      credential: z
        .enum(['none', 'key', 'bearer', 'other'])
        .describe('Scheme of its Authorization header, which is never kept.'),
      ...bodyFields,
    }),
    response: z
      .object({ status: z.number().int(), headers: headersSchema, ...bodyFields })
      .nullable()
      .describe('null: none was sent yet, or the connection ended before it was complete.'),
    validation: z
      .object({
        result: z.enum(['passed', 'request_failed', 'response_failed', 'not_checked']),
        message: z.string().nullable().describe('The first field that failed, and its rule.'),
      })
      .describe(
        'Result of the check against the contract. `not_checked`: refused before, or no operation.',
      ),
    rule: z
      .string()
      .nullable()
      .describe(
        'The rule of the mock that refused it, or the fault that it met, as in the header `x-mock-rule`.',
      ),
    fault: z.string().nullable().describe('The id of the fault that it met, if one.'),
    near: z
      .array(z.string())
      .describe('Operations with a similar path, when no operation has this path and method.'),
    replay_of: z.number().int().nullable().describe('The entry that was sent again, if one.'),
  })
  .meta({ id: 'JournalEntry' })
export type JournalEntry = z.infer<typeof journalEntrySchema>

const filter = {
  api: journalApiSchema.optional(),
  operation: z
    .string()
    .regex(/^[A-Za-z0-9_.]{1,64}\*?$/, 'must be the name of an operation, like payments.complete')
    .optional()
    .describe(
      'Name of the operation in its contract, with or without its API: `platform.payments.complete`. `payments.*` is a group.',
    ),
  method: z
    .string()
    .regex(/^[A-Z]{1,20}$/, 'must be an HTTP method in capitals')
    .optional(),
  path: z
    .string()
    .regex(/^\/[^?#]{0,1023}$/, 'must begin with "/", without a query, max 1024 characters')
    .optional()
    .describe('Path without the query; `*` stands for any text.'),
  status: z.coerce
    .string<number | string>()
    .regex(/^[1-5](\d\d|xx)$/, 'must be a status like 404, or a class like 4xx')
    .optional(),
  app_id: appIdSchema.optional(),
  payment_id: paymentIdSchema.optional(),
  since: whole(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Id of an entry: only newer ones are meant.'),
}

export const journalQuerySchema = z.strictObject({
  ...filter,
  limit: whole(1, MAX_LISTED)
    .optional()
    .describe(`How many entries are listed, the newest of them. Default: ${DEFAULT_LISTED}.`),
})
/** What to look for in the journal. */
export type JournalQuery = z.input<typeof journalQuerySchema>

export const journalWaitQuerySchema = z.strictObject({
  ...filter,
  count: whole(1, MAX_LISTED)
    .optional()
    .describe('How many requests must have matched. Default: 1.'),
  wait_ms: whole(0, MAX_JOURNAL_WAIT_MS)
    .optional()
    .describe(`How long to wait at most, in ms of real time. Default: ${DEFAULT_WAIT_MS}.`),
})
export type JournalWaitQuery = z.input<typeof journalWaitQuerySchema>

/** What the queries leave out. */
export const JOURNAL_DEFAULTS = {
  limit: DEFAULT_LISTED,
  count: 1,
  wait_ms: DEFAULT_WAIT_MS,
} as const

export const journalSchema = z
  .object({
    entries: z.array(journalEntrySchema).describe('In the order of arrival.'),
    total: z.number().int().describe('How many match, also beyond `limit`.'),
  })
  .meta({ id: 'Journal' })
export type Journal = z.infer<typeof journalSchema>

export const journalWaitSchema = journalSchema
  .extend({ met: z.boolean().describe('False: the time was over before enough requests matched.') })
  .meta({ id: 'JournalWait' })
export type JournalWait = z.infer<typeof journalWaitSchema>

export const clearedJournalSchema = z
  .object({ cleared: z.number().int().describe('How many entries there were.') })
  .meta({ id: 'ClearedJournal' })

export const replaySchema = z
  .strictObject({
    app_id: appIdSchema
      .optional()
      .describe('The app whose key is sent. Default: the app that called.'),
  })
  .meta({ id: 'Replay', examples: [{}] })

export type ClearedJournal = z.infer<typeof clearedJournalSchema>
export type Replay = z.input<typeof replaySchema>
