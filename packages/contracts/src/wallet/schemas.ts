import * as z from 'zod'
import { appIdSchema } from '../control/app-schemas.ts'
import { controlPaymentSchema, sdkReportKindSchema } from '../control/schemas.ts'
import { autopilotSchema } from '../control/settings-schema.ts'
import { usernameSchema } from '../control/username-schema.ts'
import { networkSchema, paymentIdSchema } from '../platform/identifier-schemas.ts'
import { scopeSchema, userSchema } from '../platform/user-schema.ts'

/** How long a request may wait for a change, in ms of real time. */
export const MAX_WALLET_WAIT_MS = 25_000
/** Max characters of a report's `detail`. */
export const MAX_REPORT_DETAIL = 1000

const piText = z.string().regex(/^\d+\.\d{7}$/)
const WAIT = `must be whole ms from 0 to ${MAX_WALLET_WAIT_MS}`
const SINCE = 'must be a whole number, 0 or more'

export const walletErrorSchema = z
  .object({ error: z.string(), error_message: z.string() })
  .meta({ id: 'WalletError' })

export const walletAppIdSchema = appIdSchema
  .optional()
  .describe("Default: the app that has registered the page's origin, else the first app.")

/** How long a request waits at most. */
export const waitMsSchema = z.coerce
  .number(WAIT)
  .int(WAIT)
  .min(0, WAIT)
  .max(MAX_WALLET_WAIT_MS, WAIT)
  .optional()
  .describe(`How long to wait at most, in ms of real time. Default: ${MAX_WALLET_WAIT_MS}.`)

export const sinceSchema = z.coerce
  .number(SINCE)
  .int(SINCE)
  .min(0, SINCE)
  .optional()
  .describe('Wait until `version` is larger than this.')

export const walletClockSchema = z
  .object({
    now: z.iso.datetime().describe("The mock's time."),
    frozen: z.boolean().describe('True while the clock is paused.'),
  })
  .meta({ id: 'WalletClock' })
export type WalletClock = z.infer<typeof walletClockSchema>

export const walletStateSchema = z
  .object({
    world_id: z
      .guid()
      .describe(
        'New and random at every start and reset: ids of one world are not valid in another.',
      ),
    clock: walletClockSchema,
    app: z.object({ app_id: appIdSchema, name: z.string(), network: networkSchema }),
    autopilot: autopilotSchema
      .nullable()
      .describe('The setting `wallet` of the mock, which decides before the page; null: not set.'),
    approval_timeout_ms: z.number().int().describe('Time to approve a payment, in ms.'),
  })
  .meta({ id: 'WalletState' })
export type WalletState = z.infer<typeof walletStateSchema>

export const walletUserSchema = z
  .object({
    username: usernameSchema,
    wallet_address: z.string().nullable(),
    balance: piText.nullable().describe('What the wallet holds, in Pi; null: no wallet.'),
    granted_scopes: z.array(scopeSchema).describe('What the user allows the app already.'),
  })
  .meta({ id: 'WalletUser' })
export type WalletUser = z.infer<typeof walletUserSchema>

export const walletUsersSchema = z
  .object({ users: z.array(walletUserSchema) })
  .meta({ id: 'WalletUsers' })

export const newWalletUserSchema = z
  .strictObject({ username: usernameSchema })
  .meta({ id: 'NewWalletUser', examples: [{ username: 'carol' }] })

export const consentSchema = z
  .strictObject({
    app_id: walletAppIdSchema,
    username: usernameSchema,
    scopes: z
      .array(scopeSchema, 'must be a list of scopes')
      .max(20, 'must be at most 20 scopes')
      .describe('What the user allows: not always all that the page asked for.'),
  })
  .meta({ id: 'Consent' })

export const consentedSchema = z
  .object({ access_token: z.string(), user: userSchema })
  .meta({ id: 'Consented' })

export const walletPaymentSchema = controlPaymentSchema
  .extend({
    approve_by: z.iso
      .datetime()
      .describe("Time of the mock's clock at which an approval comes too late."),
    fee: piText.describe('Fee of the transaction, in Pi.'),
    balance: piText.nullable().describe('What the wallet of the user holds, in Pi.'),
    version: z.number().int().describe('Grows with each change and each report.'),
  })
  .meta({ id: 'WalletPayment' })
export type WalletPayment = z.infer<typeof walletPaymentSchema>

export const sdkReportSchema = z
  .strictObject({
    app_id: walletAppIdSchema,
    payment_id: paymentIdSchema
      .optional()
      .describe('The payment that it concerns, whose timeline it joins.'),
    kind: sdkReportKindSchema,
    name: z
      .string('must be a string')
      .regex(/^[A-Za-z0-9_.]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "."')
      .describe('Name of the method or of the callback.'),
    detail: z
      .string('must be a string')
      .max(MAX_REPORT_DETAIL, `must be at most ${MAX_REPORT_DETAIL} characters`)
      .optional(),
  })
  .meta({
    id: 'SdkReport',
    examples: [{ kind: 'callback', name: 'onReadyForServerApproval' }],
  })
export type SdkReport = z.infer<typeof sdkReportSchema>
