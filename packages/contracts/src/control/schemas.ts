import * as z from 'zod'
import { piAmountSchema } from '../platform/amount-schemas.ts'
import { networkSchema, paymentIdSchema } from '../platform/identifier-schemas.ts'
import { newMetadataSchema, paymentSchema } from '../platform/payment-schema.ts'
import { rewardedAdStatusSchema } from '../platform/ads-schema.ts'
import { scopeSchema, userSchema } from '../platform/user-schema.ts'
import { appIdSchema } from './app-schemas.ts'
import { settingsSchema } from './settings-schema.ts'
import { usernameSchema } from './username-schema.ts'
import { worldNameSchema } from './world-name.ts'
import { worldIdentitySchema } from './world-identity.ts'

export const controlErrorSchema = z
  .object({ error: z.string(), error_message: z.string() })
  .meta({ id: 'ControlError' })

export const clockSchema = z
  .object({
    now: z.iso.datetime().describe("The mock's time."),
    frozen: z.boolean().describe('True while the clock is paused.'),
    ahead_ms: z
      .number()
      .int()
      .describe("How far it is ahead of the machine's clock, in ms; negative if it is behind."),
  })
  .meta({ id: 'Clock' })

export const worldSchema = z
  .object({
    name: worldNameSchema,
    ...worldIdentitySchema.shape,
    network: networkSchema.describe('The network of this world and of every app in it.'),
    clock: clockSchema,
    settings: settingsSchema,
    apps: z.number().int(),
    users: z.number().int(),
    payments: z.number().int(),
  })
  .meta({ id: 'World' })

export const controlUserSchema = z
  .object({
    username: usernameSchema,
    wallet_address: z.string().nullable(),
    uids: z.record(z.string(), z.string()).describe("App id → the user's uid in that app."),
  })
  .meta({ id: 'ControlUser' })

const MAX_ROLES = 32
const MAX_ROLE = 64
/** As long as a language tag needs to be for any use (RFC 5646, 4.4.1). */
const MAX_LANGUAGE = 35

export const newUserSchema = z
  .strictObject({
    username: usernameSchema,
    wallet: z.boolean().optional().describe('False for a user without a wallet. Default true.'),
    roles: z
      .array(
        z.string('must be a string').max(MAX_ROLE, `must be at most ${MAX_ROLE} characters`),
        'must be a list of strings',
      )
      .max(MAX_ROLES, `must be at most ${MAX_ROLES} roles`)
      .optional(),
    preferred_language: z
      .string('must be a string')
      .max(MAX_LANGUAGE, `must be at most ${MAX_LANGUAGE} characters`)
      .optional(),
  })
  .meta({ id: 'NewUser' })

export const signInSchema = z
  .strictObject({
    username: usernameSchema,
    app_id: appIdSchema.optional().describe('Default: the first app.'),
    scopes: z
      .array(scopeSchema)
      .optional()
      .describe('Default: username, payments, wallet_address.'),
  })
  .meta({ id: 'SignIn' })

export const signedInSchema = z
  .object({ access_token: z.string(), user: userSchema })
  .meta({ id: 'SignedIn' })

export const asUserPaymentSchema = z
  .strictObject({
    username: usernameSchema,
    app_id: appIdSchema.optional().describe('Default: the first app.'),
    amount: piAmountSchema,
    memo: z.string('must be a string').optional().describe('Default: "A payment".'),
    metadata: newMetadataSchema.optional().describe('Default: {"source":"mock"}.'),
  })
  .meta({ id: 'AsUserPayment' })

export const controlPaymentSchema = z
  .object({
    app_id: appIdSchema,
    username: usernameSchema,
    payment: paymentSchema,
    timeline: z
      .array(z.object({ at: z.iso.datetime(), event: z.string() }))
      .describe('What happened to the payment, oldest first.'),
  })
  .meta({ id: 'ControlPayment' })

export const controlPaymentsSchema = z
  .object({ payments: z.array(controlPaymentSchema), next: paymentIdSchema.nullable() })
  .meta({ id: 'ControlPayments' })

/** `call`: a page called the SDK; `callback`: the SDK called the page; `error`: a call failed. */
export const sdkReportKindSchema = z
  .enum(['call', 'callback', 'error'], 'must be "call", "callback" or "error"')
  .meta({ id: 'SdkReportKind' })

/** What pages reported of the browser SDK, newest first. */
export const sdkReportsSchema = z
  .object({
    reports: z.array(
      z.object({
        at: z.iso.datetime().describe("Time of the mock's clock."),
        app_id: appIdSchema,
        payment_id: paymentIdSchema.nullable().describe('The payment that it concerns, if one.'),
        kind: sdkReportKindSchema,
        name: z.string(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'SdkReports' })

export const newAdSchema = z
  .strictObject({
    app_id: appIdSchema.optional(),
    mediator_ack_status: z
      .enum(['granted', 'revoked', 'failed'], 'must be "granted", "revoked", "failed" or null')
      .nullable(),
  })
  .meta({ id: 'NewAd' })

export const controlAdSchema = rewardedAdStatusSchema

export type ControlClock = z.infer<typeof clockSchema>
export type ControlWorld = z.infer<typeof worldSchema>
export type ControlUser = z.infer<typeof controlUserSchema>
export type NewUser = z.input<typeof newUserSchema>
export type SignIn = z.input<typeof signInSchema>
export type SignedIn = z.infer<typeof signedInSchema>
export type AsUserPayment = z.input<typeof asUserPaymentSchema>
export type ControlPayment = z.infer<typeof controlPaymentSchema>
export type ControlPayments = z.infer<typeof controlPaymentsSchema>
export type SdkReports = z.infer<typeof sdkReportsSchema>
export type NewAd = z.input<typeof newAdSchema>
export type ControlAd = z.infer<typeof controlAdSchema>
