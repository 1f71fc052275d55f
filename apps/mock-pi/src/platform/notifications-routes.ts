import { platformContract } from '@aloha-pi/contracts/platform'
import { initServer } from '@ts-rest/express'
import { refuse } from '../http/send-refusal.ts'
import type { NotificationLog } from '../notifications/notification-log.ts'
import type { UserStore } from '../users/user-store.ts'
import { callingApp } from './authenticate.ts'
import { notificationRefusal } from './platform-body-refusal.ts'

type NotificationWorld = { users: UserStore; notifications: NotificationLog }

/** Sends to the users who consented; the others are left out without a word, as at Pi. */
export function createNotificationsRoutes(world: NotificationWorld) {
  return initServer().router(platformContract.notifications, {
    notify: async ({ body, res }) => {
      const appId = callingApp(res).id
      const consented = body.notifications.flatMap((notification) => {
        const user = world.users.findByUid(appId, notification.user_uid)
        const grant = user?.grants.get(appId)
        if (grant == null || !grant.scopes.has('in_app_notifications')) return []
        return [{ ...notification, user_uid: grant.uid }]
      })
      const uids = consented.map(({ user_uid: uid }) => uid)
      const over = world.notifications.findOverQuota(appId, uids)
      if (over.length > 0) {
        return refuse(res, notificationRefusal('quota_exceeded', { uids: over.join(', ') }))
      }
      const ids = world.notifications.deliver(appId, uids)
      const delivered = consented.map(({ title, body: text, user_uid: uid, subroute }, index) => ({
        id: String(ids[index]),
        title,
        body: text,
        user_uid: uid,
        subroute,
        seen_at: null,
        dismissed_at: null,
      }))
      return { status: 201, body: { success: true, delivered_notifications: delivered } }
    },
  })
}
