import * as z from 'zod'
import { uidSchema } from './identifier-schemas.ts'

export const MAX_NOTIFICATIONS_PER_REQUEST = 256
export const MAX_NOTIFICATIONS_PER_USER_AND_DAY = 48

export const notificationSchema = z
  .looseObject({
    title: z.string().min(1, 'must not be empty'),
    body: z.string().min(1, 'must not be empty'),
    user_uid: uidSchema,
    subroute: z
      .string()
      .regex(/^\//, 'must begin with "/"')
      .describe('Path inside the app that a tap opens.'),
  })
  .meta({ id: 'Notification' })
export type Notification = z.infer<typeof notificationSchema>

export const notifyRequestSchema = z
  .object({
    notifications: z
      .array(notificationSchema)
      .min(1, 'must hold at least one notification')
      .max(
        MAX_NOTIFICATIONS_PER_REQUEST,
        `Maximum ${MAX_NOTIFICATIONS_PER_REQUEST} notifications allowed per request`,
      ),
  })
  .meta({ id: 'NotifyRequest' })

export const notifyResponseSchema = z
  .looseObject({
    success: z.literal(true),
    delivered_notifications: z
      .array(
        z.looseObject({
          id: z.union([z.string(), z.number()]),
          title: z.string(),
          body: z.string(),
          user_uid: z.string(),
          subroute: z.string(),
          seen_at: z.string().nullable(),
          dismissed_at: z.string().nullable(),
        }),
      )
      .describe('Recipients who did not consent are left out.'),
  })
  .meta({ id: 'NotifyResponse' })
export type NotifyResponse = z.infer<typeof notifyResponseSchema>

/** Notifications respond with a sentence in `error` and nothing else. */
export const notifyErrorSchema = z
  .looseObject({ error: z.string() })
  .meta({ id: 'NotifyError', description: '`error` is a sentence, not a code.' })
