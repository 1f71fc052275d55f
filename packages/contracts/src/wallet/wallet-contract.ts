import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { walletOperation } from './operation.ts'
import {
  consentedSchema,
  consentSchema,
  newWalletUserSchema,
  sdkReportSchema,
  sinceSchema,
  waitMsSchema,
  walletAppIdSchema,
  walletClockSchema,
  walletErrorSchema,
  walletPaymentSchema,
  walletStateSchema,
  walletUserSchema,
  walletUsersSchema,
} from './schemas.ts'

const c = initContract()

const nothing = z.strictObject({}, 'must be {}')
const ofApp = z.strictObject({ app_id: walletAppIdSchema })
const pathParams = z.object({ paymentId: paymentIdSchema })

/**
 * What a user does in Pi's wallet and dialogs, for the mock's browser SDK. Every POST takes `application/json`, also
 * when the body is `{}`.
 */
export const walletContract = c.router(
  {
    state: {
      method: 'GET',
      path: '/state',
      summary: 'Read the state',
      description: 'World, clock, app and autopilot: what a page needs before its first dialog.',
      metadata: walletOperation('app_not_found'),
      query: ofApp,
      responses: { 200: walletStateSchema, 404: walletErrorSchema },
    },
    clock: {
      method: 'GET',
      path: '/clock',
      summary: 'Read the clock, or wait for it',
      description:
        "With `until`: returns when the mock's clock has reached it, or after `wait_ms` with the time as it is then.",
      metadata: walletOperation('too_many_waiting'),
      query: z.strictObject({
        until: z.iso
          .datetime('must be ISO 8601 in UTC, like 2026-01-01T00:00:00Z')
          .optional()
          .describe("Time of the mock's clock to wait for."),
        wait_ms: waitMsSchema,
      }),
      responses: { 200: walletClockSchema, 429: walletErrorSchema },
    },
    users: {
      method: 'GET',
      path: '/users',
      summary: 'List users',
      description: 'Whom the consent dialog offers, and what each allows the app already.',
      metadata: walletOperation('app_not_found'),
      query: ofApp,
      responses: { 200: walletUsersSchema, 404: walletErrorSchema },
    },
    createUser: {
      method: 'POST',
      path: '/users',
      summary: 'Make a user',
      description: 'A user with a wallet and Pi in it.',
      metadata: walletOperation('already_exists', 'limit_reached'),
      body: newWalletUserSchema,
      responses: { 201: walletUserSchema, 409: walletErrorSchema },
    },
    signIn: {
      method: 'POST',
      path: '/sign-in',
      summary: 'Allow and sign in',
      description:
        'What "Allow" in the consent dialog does: remembers the scopes for this app and user until they are revoked, and returns an access token. `platform` is granted without asking, as at Pi.',
      metadata: walletOperation('user_not_found', 'app_not_found', 'limit_reached'),
      body: consentSchema,
      responses: { 200: consentedSchema, 404: walletErrorSchema, 409: walletErrorSchema },
    },
    payment: {
      method: 'GET',
      path: '/payments/:paymentId',
      summary: 'Read a payment, or wait for a change',
      description:
        'With `since`: returns as soon as `version` is larger, or after `wait_ms` with the payment as it is then. User-to-app payments only.',
      metadata: walletOperation('payment_not_found', 'too_many_waiting'),
      pathParams,
      query: z.strictObject({ since: sinceSchema, wait_ms: waitMsSchema }),
      responses: { 200: walletPaymentSchema, 404: walletErrorSchema, 429: walletErrorSchema },
    },
    payPayment: {
      method: 'POST',
      path: '/payments/:paymentId/pay',
      summary: 'Sign and pay',
      description:
        'Signs and submits the transaction of an approved payment from the wallet of the user, in a separate ledger. Refused if the balance is too low.',
      metadata: walletOperation('payment_not_found', 'limit_reached', 'payment_refused'),
      pathParams,
      body: nothing,
      responses: { 200: walletPaymentSchema, 404: walletErrorSchema, 409: walletErrorSchema },
    },
    cancelPayment: {
      method: 'POST',
      path: '/payments/:paymentId/cancel',
      summary: 'Cancel',
      description: 'What the user does by closing the wallet.',
      metadata: walletOperation('payment_not_found', 'payment_refused'),
      pathParams,
      body: nothing,
      responses: { 200: walletPaymentSchema, 404: walletErrorSchema, 409: walletErrorSchema },
    },
    report: {
      method: 'POST',
      path: '/reports',
      summary: 'Report a call or a callback',
      description:
        'Lets a call of the SDK, a callback or an error appear in the timeline of its payment and in `GET /_mock/sdk-reports`. Secrets in it are masked.',
      metadata: walletOperation('app_not_found', 'payment_not_found', 'limit_reached'),
      body: sdkReportSchema,
      responses: { 201: z.strictObject({}), 404: walletErrorSchema, 409: walletErrorSchema },
    },
  },
  {
    pathPrefix: '/_wallet',
    strictStatusCodes: true,
    commonResponses: {
      400: walletErrorSchema,
      403: walletErrorSchema,
      413: walletErrorSchema,
      415: walletErrorSchema,
      500: walletErrorSchema,
    },
  },
)
