import { initContract } from '@ts-rest/core'
import * as z from 'zod'
import { platformErrorSchema } from './errors.ts'
import {
  notifyErrorSchema,
  notifyRequestSchema,
  notifyResponseSchema,
} from './notifications-schema.ts'
import { platformOperation } from './operation.ts'

const c = initContract()
/** The endpoint's own errors carry a sentence; authorization and framing errors have the shape of all others. */
const errorSchema = z.union([platformErrorSchema, notifyErrorSchema])

export const notificationsContract = c.router(
  {
    notify: {
      method: 'POST',
      path: '/in_app_notifications/notify',
      summary: 'Send in-app notifications',
      description:
        'At most 256 in one call and 48 per user in 24 hours. Users who did not consent are left out of the response without an error. Errors of this endpoint have a sentence in `error` and no `error_message`.',
      metadata: platformOperation({
        credential: 'server-key',
        errors: ['invalid_authorization'],
        notificationErrors: [
          'too_many_notifications',
          'quota_exceeded',
          'invalid_notification',
          'notification_failure',
        ],
        takesForms: true,
        tag: 'notifications',
      }),
      body: notifyRequestSchema,
      responses: { 201: notifyResponseSchema },
    },
  },
  {
    pathPrefix: '/v2',
    strictStatusCodes: true,
    commonResponses: {
      400: errorSchema,
      401: platformErrorSchema,
      403: errorSchema,
      404: platformErrorSchema,
      413: platformErrorSchema,
      415: platformErrorSchema,
      422: notifyErrorSchema,
      500: errorSchema,
    },
  },
)
