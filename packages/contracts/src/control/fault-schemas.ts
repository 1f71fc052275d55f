import * as z from 'zod'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { appIdSchema } from './app-schemas.ts'
import { faultEffectSchema } from './fault-effects.ts'
import { faultCodes, isFaultOperation, similarOperations, staleOperations } from './fault-names.ts'
import { usernameSchema } from './username-schema.ts'

const MAX_PATH = 200
const COUNT = 'must be a whole number from 1 to 1000000'
const CHANCE = 'must be a number above 0, at most 1'
const count = z.number(COUNT).int(COUNT).min(1, COUNT).max(1_000_000, COUNT)

const operationSchema = z
  .string('must be a string')
  .superRefine((name, context) => {
    if (isFaultOperation(name)) return
    const similar = similarOperations(name)
    const advice =
      similar.length === 0 ? 'GET /_mock/faults lists all' : `perhaps ${similar.join(' or ')}`
    context.addIssue({ code: 'custom', message: `must be the name of an operation: ${advice}` })
  })
  .describe(
    'Name in the contract, as `platform.payments.complete` or `chain.submit`, or a group, as `platform.payments.*`. `GET /_mock/faults` lists all.',
  )

const matchSchema = z
  .strictObject({
    operation: operationSchema.optional(),
    method: z.enum(['GET', 'POST'], 'must be "GET" or "POST"').optional(),
    path: z
      .string('must be a string')
      .regex(/^\//, 'must begin with "/"')
      .max(MAX_PATH, `must be at most ${MAX_PATH} characters`)
      .optional()
      .describe('Path without the query; `*` stands for any text.'),
    app: appIdSchema
      .optional()
      .describe('The app whose key or token is sent, or whose payment it is.'),
    payment: paymentIdSchema
      .optional()
      .describe('A payment that the path names, or the memo of a submitted transaction.'),
    user: usernameSchema.optional().describe('The user who signed in, or whose payment it is.'),
  })
  .describe('Which requests. A member that is left out matches all. Default: every request.')

const whenSchema = z
  .strictObject({
    nth: count.optional().describe('Only this one of the requests that match, counted from 1.'),
    every: count.optional().describe('Every so many requests that match.'),
    chance: z
      .number(CHANCE)
      .gt(0, CHANCE)
      .max(1, CHANCE)
      .optional()
      .describe('Probability, drawn from the seed of the mock.'),
    first: count.optional().describe('At most so many times; then the rule has no effect.'),
  })
  .describe('Which of the requests that match. Default: all of them.')

/** A rule, as it is added. */
export const newFaultSchema = z
  .strictObject({
    match: matchSchema.optional(),
    when: whenSchema.optional(),
    effect: faultEffectSchema,
  })
  .superRefine(({ match, effect }, context) => {
    const broken = checkEffect(match?.operation, effect)
    if (broken != null) context.addIssue({ code: 'custom', ...broken })
  })
  .meta({
    id: 'NewFault',
    examples: [
      {
        match: { operation: 'platform.payments.complete' },
        when: { first: 2 },
        effect: { type: 'lost-answer' },
      },
    ],
  })
export type NewFault = z.infer<typeof newFaultSchema>

const WITHOUT_BODY = new Set([204, 304])

/** What an effect demands, as path and message of an issue. */
function checkEffect(
  operation: string | undefined,
  effect: z.infer<typeof faultEffectSchema>,
): { path: string[]; message: string } | undefined {
  const path = ['match', 'operation']
  // An unknown name has its own message.
  if (operation != null && !isFaultOperation(operation)) return undefined
  switch (effect.type) {
    case 'error': {
      if (operation == null) {
        return { path, message: 'is required for an error: its code belongs to one API' }
      }
      const codes = faultCodes(operation)
      return codes.includes(effect.code)
        ? undefined
        : { path: ['effect', 'code'], message: `must be one of ${codes.join(', ')}` }
    }
    case 'status':
      return WITHOUT_BODY.has(effect.status) && effect.body != null && effect.body !== ''
        ? { path: ['effect', 'body'], message: `must be left out: ${effect.status} has no body` }
        : undefined
    case 'stale':
      return staleOperations.some((name) => name === operation)
        ? undefined
        : {
            path,
            message: `must be ${staleOperations.join(' or ')} for a stale response. For the chain there is the setting replica_lag_ledgers`,
          }
    case 'timeout-lost':
    case 'timeout-delivered':
      return operation === 'chain.submit'
        ? undefined
        : { path, message: "must be chain.submit for Horizon's 504" }
    default:
      return undefined
  }
}

/** A rule with its counters. */
export const faultSchema = z
  .object({
    id: z.string(),
    source: z
      .enum(['rule', 'metadata'])
      .describe('`metadata`: ordered by the member `mock_fault` of a payment.'),
    match: matchSchema,
    when: whenSchema,
    effect: faultEffectSchema,
    seen: z.number().int().describe('Requests that matched.'),
    hits: z.number().int().describe('Requests that met the effect.'),
  })
  .meta({ id: 'Fault' })
export type ControlFault = z.infer<typeof faultSchema>

export const faultsSchema = z
  .object({
    faults: z.array(faultSchema),
    held: z.number().int().describe('Requests that wait now because of a fault.'),
    operations: z
      .array(z.string())
      .describe('Names that `match.operation` takes; `platform.payments.*` and the like too.'),
    effects: z.array(z.string()).describe('Types that `effect` takes.'),
  })
  .meta({ id: 'Faults' })
export type ControlFaults = z.infer<typeof faultsSchema>

export const faultIdSchema = z
  .string()
  .regex(/^fault-\d{1,9}$/, 'must be the id of a fault, like fault-1')
  .meta({ examples: ['fault-1'] })
