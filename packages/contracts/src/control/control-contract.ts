import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { faultOperationRoutes } from './fault-operations.ts'
import { LAST_CLOCK_TIME, MAX_CLOCK_WAIT_MS } from './last-clock-time.ts'
import { LAST_LEDGER_BY_CLOCK } from './ledger-limits.ts'
import { journalOperations } from './journal-operations.ts'
import { ledgerOperations } from './ledger-operations.ts'
import { controlOperation } from './operation.ts'
import { presetOperations } from './preset-operations.ts'
import { appIdSchema, appPatchSchema, controlAppSchema, newAppSchema } from './app-schemas.ts'
import {
  asUserPaymentSchema,
  clockSchema,
  controlAdSchema,
  controlErrorSchema,
  controlPaymentSchema,
  controlPaymentsSchema,
  controlUserSchema,
  newAdSchema,
  newUserSchema,
  signInSchema,
  signedInSchema,
  sdkReportsSchema,
  worldSchema,
} from './schemas.ts'
import { seedDataOperations } from './seed-data-operations.ts'
import { snapshotOperations } from './snapshot-operations.ts'
import { settingsPatchSchema, settingsSchema } from './settings-schema.ts'
import { usernameSchema } from './username-schema.ts'
import { worldOperations } from './world-operations.ts'
import { CONTROL_PATH } from './world-identity.ts'

const c = initContract()

const MAX_WAIT_MINUTES = MAX_CLOCK_WAIT_MS / 60_000
const MAX_ADVANCE_MS = 315_360_000_000
const MAX_PAYMENTS = 200
const LIMIT = `must be a whole number from 1 to ${MAX_PAYMENTS}`

const nothing = z.strictObject({}, 'must be {}')
const paymentParams = z.object({ paymentId: paymentIdSchema })

/** The mock's own API. Every POST takes `application/json`, also when the body is `{}`. */
export const controlContract = c.router(
  {
    world: {
      method: 'GET',
      path: '',
      summary: 'Read the world',
      description: 'Identity, clock, settings and sizes of this mock.',
      metadata: controlOperation(),
      responses: { 200: worldSchema },
    },
    reset: {
      method: 'POST',
      path: '/reset',
      summary: 'Begin a new world',
      description: 'Everything as at start: same apps, users, keys and ids; a new `worldId`.',
      metadata: controlOperation(),
      body: nothing,
      responses: { 200: worldSchema },
    },
    ...worldOperations,
    ...snapshotOperations,
    ...seedDataOperations,
    settings: {
      method: 'PATCH',
      path: '/settings',
      summary: 'Change settings',
      description: 'Changes the given settings and returns all of them.',
      metadata: controlOperation(),
      body: settingsPatchSchema,
      responses: { 200: settingsSchema },
    },
    clock: {
      method: 'GET',
      path: '/clock',
      summary: 'Read the clock',
      description: `The mock's time; approval expiry and token life follow it. It stops at ${LAST_CLOCK_TIME}.`,
      metadata: controlOperation(),
      responses: { 200: clockSchema },
    },
    freezeClock: {
      method: 'POST',
      path: '/clock/freeze',
      summary: 'Stop the clock',
      description: 'Stops the clock until it is resumed; it can still be advanced.',
      metadata: controlOperation(),
      body: nothing,
      responses: { 200: clockSchema },
    },
    resumeClock: {
      method: 'POST',
      path: '/clock/resume',
      summary: 'Let the clock run',
      description: 'The clock continues from its current time.',
      metadata: controlOperation(),
      body: nothing,
      responses: { 200: clockSchema },
    },
    realClock: {
      method: 'POST',
      path: '/clock/real',
      summary: 'Go back to real time',
      description: `A clock that is behind jumps to the machine's time. Time never goes back, because ledgers have closed: a clock that is ahead stops until real time reaches it (\`ahead_ms\`), if that takes at most ${MAX_WAIT_MINUTES} minutes.`,
      metadata: controlOperation('limit_reached', 'clock_too_far_ahead'),
      body: nothing,
      responses: { 200: clockSchema, 409: controlErrorSchema },
    },
    advanceClock: {
      method: 'POST',
      path: '/clock/advance',
      summary: 'Advance the clock',
      description: `Events that fall due meanwhile happen at their own time. The clock does not go beyond ${LAST_CLOCK_TIME}, nor beyond ledger ${LAST_LEDGER_BY_CLOCK.toLocaleString('en')}.`,
      metadata: controlOperation('limit_reached'),
      body: z
        .strictObject({
          ms: z
            .number()
            .int('must be whole')
            .min(0, 'must not be negative')
            .max(MAX_ADVANCE_MS, `must be at most ${MAX_ADVANCE_MS}: ten years`),
        })
        .meta({ id: 'AdvanceClock', examples: [{ ms: 60000 }] }),
      responses: { 200: clockSchema, 409: controlErrorSchema },
    },
    jumpClock: {
      method: 'POST',
      path: '/clock/jump',
      summary: 'Set the clock',
      description: `Sets a later time; the clock never goes back, nor beyond ${LAST_CLOCK_TIME} or ledger ${LAST_LEDGER_BY_CLOCK.toLocaleString('en')}.`,
      metadata: controlOperation('limit_reached'),
      body: z
        .strictObject({ to: z.iso.datetime('must be ISO 8601 in UTC, like 2026-01-01T00:00:00Z') })
        .meta({ id: 'JumpClock', examples: [{ to: '2030-01-01T00:00:00.000Z' }] }),
      responses: { 200: clockSchema, 409: controlErrorSchema },
    },
    apps: {
      method: 'GET',
      path: '/apps',
      summary: 'List apps',
      description:
        'Apps with their API keys and wallets. Apps are isolated from each other: use one for each test worker.',
      metadata: controlOperation(),
      responses: { 200: z.object({ apps: z.array(controlAppSchema) }).meta({ id: 'ControlApps' }) },
    },
    createApp: {
      method: 'POST',
      path: '/apps',
      summary: 'Make an app',
      description:
        "An app with its own API key and wallet, on the network of the mock, with Pi in its wallet. No transaction put it there: the wallet's history is empty, without `create_account`.",
      metadata: controlOperation('already_exists', 'limit_reached'),
      body: newAppSchema,
      responses: { 201: controlAppSchema, 409: controlErrorSchema },
    },
    changeApp: {
      method: 'PATCH',
      path: '/apps/:app_id',
      summary: 'Change an app',
      description:
        'Registers the origins of its pages and its redirect URIs of Pi Sign-in. Pages of this machine need neither. An origin belongs to one app.',
      metadata: controlOperation('app_not_found', 'already_exists'),
      pathParams: z.object({ app_id: appIdSchema }),
      body: appPatchSchema,
      responses: { 200: controlAppSchema, 404: controlErrorSchema, 409: controlErrorSchema },
    },
    users: {
      method: 'GET',
      path: '/users',
      summary: 'List users',
      description: 'Users with their wallets and their uid in each app.',
      metadata: controlOperation(),
      responses: {
        200: z.object({ users: z.array(controlUserSchema) }).meta({ id: 'ControlUsers' }),
      },
    },
    createUser: {
      method: 'POST',
      path: '/users',
      summary: 'Make a user',
      description:
        "A user, with a wallet and Pi in it by default. No transaction put it there: the wallet's history is empty, without `create_account`.",
      metadata: controlOperation('already_exists', 'limit_reached'),
      body: newUserSchema,
      responses: { 201: controlUserSchema, 409: controlErrorSchema },
    },
    signIn: {
      method: 'POST',
      path: '/sign-in',
      summary: 'Sign in as a user',
      description:
        'What `Pi.authenticate` does: grants the scopes and returns an access token. `platform` is always granted, as at Pi.',
      metadata: controlOperation('user_not_found', 'app_not_found', 'limit_reached'),
      body: signInSchema,
      responses: { 200: signedInSchema, 404: controlErrorSchema, 409: controlErrorSchema },
    },
    revoke: {
      method: 'POST',
      path: '/users/:username/revoke',
      summary: "Revoke an app's access as the user",
      description: 'Invalidates the tokens; the next sign-in gets a new uid, as at Pi.',
      metadata: controlOperation('user_not_found', 'app_not_found'),
      pathParams: z.object({ username: usernameSchema }),
      body: z.strictObject({ app_id: appIdSchema.optional() }).meta({ id: 'Revoke' }),
      responses: { 200: controlUserSchema, 404: controlErrorSchema },
    },
    payments: {
      method: 'GET',
      path: '/payments',
      summary: 'List payments',
      description: 'Newest first, with their timelines; `before` gets the next page.',
      metadata: controlOperation('payment_not_found'),
      query: z.strictObject({
        limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(MAX_PAYMENTS, LIMIT).optional(),
        before: paymentIdSchema.optional(),
      }),
      responses: { 200: controlPaymentsSchema, 404: controlErrorSchema },
    },
    createPayment: {
      method: 'POST',
      path: '/payments',
      summary: 'Begin a user-to-app payment as the user',
      description: 'What `Pi.createPayment` does in the browser.',
      metadata: controlOperation('user_not_found', 'app_not_found', 'payment_refused'),
      body: asUserPaymentSchema,
      responses: { 201: controlPaymentSchema, 404: controlErrorSchema, 409: controlErrorSchema },
    },
    payPayment: {
      method: 'POST',
      path: '/payments/:paymentId/pay',
      summary: 'Pay as the user',
      description:
        'Signs and submits the transaction of an approved payment from the wallet of the user, in a separate ledger. Refused if the balance is too low.',
      metadata: controlOperation('payment_not_found', 'limit_reached', 'payment_refused'),
      pathParams: paymentParams,
      body: nothing,
      responses: { 200: controlPaymentSchema, 404: controlErrorSchema, 409: controlErrorSchema },
    },
    cancelPayment: {
      method: 'POST',
      path: '/payments/:paymentId/cancel',
      summary: 'Cancel as the user',
      description: 'What the user does by closing the wallet.',
      metadata: controlOperation('payment_not_found', 'limit_reached', 'payment_refused'),
      pathParams: paymentParams,
      body: nothing,
      responses: { 200: controlPaymentSchema, 404: controlErrorSchema, 409: controlErrorSchema },
    },
    sdkReports: {
      method: 'GET',
      path: '/sdk-reports',
      summary: 'List SDK calls and callbacks',
      description:
        'What pages reported of the browser SDK, newest first. Older ones are forgotten; those of a payment stay in its timeline.',
      metadata: controlOperation(),
      responses: { 200: sdkReportsSchema },
    },
    ...ledgerOperations,
    ...faultOperationRoutes,
    ...presetOperations,
    ...journalOperations,
    createAd: {
      method: 'POST',
      path: '/ads',
      summary: 'Let a user watch a rewarded ad',
      description: 'Creates an ad id with the given result of the mediator.',
      metadata: controlOperation('app_not_found'),
      body: newAdSchema,
      responses: { 201: controlAdSchema, 404: controlErrorSchema },
    },
  },
  {
    pathPrefix: CONTROL_PATH,
    strictStatusCodes: true,
    commonResponses: {
      400: controlErrorSchema,
      403: controlErrorSchema,
      413: controlErrorSchema,
      415: controlErrorSchema,
      500: controlErrorSchema,
    },
  },
)
