import * as z from 'zod'
import { verificationErrors } from '../platform/errors.ts'

/** Longest delay: ten minutes. */
export const MAX_FAULT_DELAY_MS = 600_000
const MAX_TEXT = 10_000

/** Codes of transactions that get into no ledger. */
const TRANSACTION_CODES = [
  'tx_too_early',
  'tx_too_late',
  'tx_missing_operation',
  'tx_bad_seq',
  'tx_bad_auth',
  'tx_insufficient_balance',
  'tx_no_source_account',
  'tx_insufficient_fee',
  'tx_bad_auth_extra',
  'tx_internal_error',
] as const

const whole = (min: number, max: number) => {
  const rule = `must be a whole number from ${min} to ${max}`
  return z.number(rule).int(rule).min(min, rule).max(max, rule)
}
const ms = whole(0, MAX_FAULT_DELAY_MS)
const SIGMA = 'must be a number from 0 to 3'

/** How long, and by which clock. */
const delay = {
  ms: ms.optional().describe('A fixed time in ms.'),
  min_ms: ms.optional().describe('With `max_ms`: a time between the two, all equally likely.'),
  max_ms: ms.optional(),
  median_ms: ms
    .optional()
    .describe('With `sigma`: a lognormal time, at most ten minutes. Half of all are shorter.'),
  sigma: z.number(SIGMA).min(0, SIGMA).max(3, SIGMA).optional(),
  clock: z
    .enum(['real', 'mock'], 'must be "real" or "mock"')
    .optional()
    .describe(
      "`real`, the default: real time passes. `mock`: time of the mock's clock, so that a test can move it.",
    ),
}
const contentType = z
  .string('must be a string')
  .max(100, 'must be at most 100 characters')
  .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)?$/, 'must be a content type like text/html')

/** One of the shapes of a delay; each is given by its own members only. */
const hasDelay = (given: { [Name in keyof typeof delay]?: unknown }, required: boolean) => {
  const shapes = [
    given.ms != null,
    given.min_ms != null || given.max_ms != null,
    given.median_ms != null || given.sigma != null,
  ].filter(Boolean).length
  const isWhole =
    (given.min_ms == null) === (given.max_ms == null) &&
    (given.median_ms == null) === (given.sigma == null)
  return isWhole && (shapes === 1 || (shapes === 0 && !required))
}
const DELAY = 'must have ms, or min_ms and max_ms, or median_ms and sigma'
const RANGE = 'must have a min_ms that is not above max_ms'
const isOrdered = ({
  min_ms,
  max_ms,
}: {
  min_ms?: number | undefined
  max_ms?: number | undefined
}) => min_ms == null || max_ms == null || min_ms <= max_ms

const plain = <Type extends string>(type: Type, description: string) =>
  z.strictObject({ type: z.literal(type) }).describe(description)

const latency = z
  .strictObject({ type: z.literal('latency'), ...delay })
  .refine((given) => hasDelay(given, true), DELAY)
  .refine(isOrdered, RANGE)
  .describe('The request waits, then happens as usual. Another rule can meet it too.')
const late = z
  .strictObject({ type: z.literal('late'), ...delay })
  .refine((given) => hasDelay(given, false), DELAY)
  .refine(isOrdered, RANGE)
  .describe('The request takes effect at once; its response comes later. Default: after 5 s.')
const error = z
  .strictObject({
    type: z.literal('error'),
    code: z
      .string('must be a string')
      .describe(
        "Code of the API's error table, as `ongoing_payment_found` or `transaction_failed`. `wrong_key` is Pi's 401 for an unknown key.",
      ),
    message: z
      .string('must be a string')
      .min(1, 'must not be empty')
      .max(MAX_TEXT, `must be at most ${MAX_TEXT} characters`)
      .optional()
      .describe("Replaces the table's own text."),
    verification_error: z
      .enum(verificationErrors)
      .optional()
      .describe('For `verification_failed`. Default: `tx_memo_payment_identifier_mismatch`.'),
    transaction_code: z
      .enum(TRANSACTION_CODES, `must be one of ${TRANSACTION_CODES.join(', ')}`)
      .optional()
      .describe('For `transaction_failed` of `chain.submit`. Default: `tx_bad_seq`.'),
  })
  .describe('Refuses with an error of the error tables, in the shape of the API. Nothing happens.')
const status = z
  .strictObject({
    type: z.literal('status'),
    status: whole(200, 599),
    body: z
      .string('must be a string')
      .max(MAX_TEXT, `must be at most ${MAX_TEXT} characters`)
      .optional()
      .describe('Sent as it is. Default: nothing.'),
    content_type: contentType.optional().describe('Default: `text/plain; charset=utf-8`.'),
  })
  .describe('Responds with this status, and nothing happens.')
const rateLimit = z
  .strictObject({
    type: z.literal('rate-limit'),
    retry_after_s: whole(0, 86_400).optional().describe('Default: 1.'),
    retry_after_as: z
      .enum(['seconds', 'date'], 'must be "seconds" or "date"')
      .optional()
      .describe('How `Retry-After` is written. Default: `seconds`. A date is one of real time.'),
  })
  .describe('429 with `Retry-After`, and nothing happens. No 429 of Pi has been published.')
const wrongContentType = z
  .strictObject({
    type: z.literal('wrong-content-type'),
    content_type: contentType.optional().describe('Default: `text/html; charset=utf-8`.'),
  })
  .describe('The usual response under another content type.')
const drip = z
  .strictObject({
    type: z.literal('drip'),
    bytes: whole(1, 10_000).optional().describe('Bytes at a time. Default: 16.'),
    every_ms: whole(1, 60_000).optional().describe('Real time between two. Default: 100.'),
  })
  .describe('The usual response, a few bytes at a time.')
const never = z
  .strictObject({
    type: z.literal('never'),
    delivered: z
      .boolean('must be true or false')
      .optional()
      .describe('Whether the request takes effect. Default: false.'),
  })
  .describe('No response, and the connection stays open until the client closes it.')

/** What happens to a request that a fault meets. */
export const faultEffectSchema = z
  .discriminatedUnion(
    'type',
    [
      latency,
      error,
      status,
      plain(
        'html-500',
        "500 with an HTML page, as Pi's servers send when they crash. Nothing happens.",
      ),
      rateLimit,
      plain('lost-request', 'The connection is reset before the request takes effect.'),
      plain('lost-answer', 'The request takes effect; then the connection is reset.'),
      plain('empty', 'The request takes effect. The response has its status and no body.'),
      plain(
        'truncated',
        'The request takes effect. The connection ends in the middle of the body.',
      ),
      plain('malformed', 'The request takes effect. The body ends in the middle of its JSON.'),
      wrongContentType,
      drip,
      never,
      late,
      plain('twice', 'The request takes effect twice. The response is the second one.'),
      plain('stale', 'A read shows payments as they were before the last change.'),
      plain('timeout-lost', "Horizon's 504 for a transaction that was not submitted."),
      plain('timeout-delivered', "Horizon's 504 for a transaction that was submitted."),
    ],
    {
      error: ({ code }): string =>
        code === 'invalid_union'
          ? `must be one of ${typesInWords()}`
          : 'must be an object with a type',
    },
  )
  .meta({ id: 'FaultEffect', examples: [{ type: 'lost-answer' }] })
export type FaultEffect = z.infer<typeof faultEffectSchema>

/** The types of effects, in the order of the documents. */
export const faultEffectTypes: readonly FaultEffect['type'][] = faultEffectSchema.options.map(
  ({ shape }) => shape.type.value,
)

function typesInWords(): string {
  return faultEffectTypes.join(', ')
}
