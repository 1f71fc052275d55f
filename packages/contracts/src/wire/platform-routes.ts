import * as z from 'zod'
import { adIdSchema, rewardedAdStatusSchema } from '../platform/ads-schema.ts'
import { paymentIdSchema } from '../platform/identifier-schemas.ts'
import { notifyRequestSchema, notifyResponseSchema } from '../platform/notifications-schema.ts'
import { paymentSchema } from '../platform/payment-schema.ts'
import {
  completePaymentRequestSchema,
  createPaymentRequestSchema,
  incompleteServerPaymentsSchema,
} from '../platform/payment-requests-schema.ts'
import type { platformContract } from '../platform/platform-contract.ts'
import { userSchema } from '../platform/user-schema.ts'
import type { WireRoutesOf } from './wire-route.ts'

const credential = 'server-key'
const payment = { 200: paymentSchema }
const onePayment = {
  credential,
  pathParams: z.object({ paymentId: paymentIdSchema }),
  responses: payment,
} as const

/** The Pi Platform API without the two calls that only Pi's browser SDK makes. */
export const platformRoutes = {
  me: {
    get: {
      method: 'GET',
      path: '/v2/me',
      credential: 'access-token',
      responses: { 200: userSchema },
    },
  },
  payments: {
    create: {
      method: 'POST',
      path: '/v2/payments',
      credential,
      body: createPaymentRequestSchema,
      responses: payment,
    },
    incomplete: {
      method: 'GET',
      path: '/v2/payments/incomplete_server_payments',
      credential,
      responses: { 200: incompleteServerPaymentsSchema },
    },
    get: { ...onePayment, method: 'GET', path: '/v2/payments/:paymentId' },
    approve: { ...onePayment, method: 'POST', path: '/v2/payments/:paymentId/approve' },
    complete: {
      ...onePayment,
      method: 'POST',
      path: '/v2/payments/:paymentId/complete',
      body: completePaymentRequestSchema,
    },
    cancel: { ...onePayment, method: 'POST', path: '/v2/payments/:paymentId/cancel' },
  },
  ads: {
    status: {
      method: 'GET',
      path: '/v2/ads_network/status/:adId',
      credential,
      pathParams: z.object({ adId: adIdSchema }),
      responses: { 200: rewardedAdStatusSchema },
    },
  },
  notifications: {
    notify: {
      method: 'POST',
      path: '/v2/in_app_notifications/notify',
      credential,
      body: notifyRequestSchema,
      responses: { 201: notifyResponseSchema },
    },
  },
} as const satisfies WireRoutesOf<Omit<typeof platformContract, 'sdk'>>
