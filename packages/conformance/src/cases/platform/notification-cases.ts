import { exactly } from '../../model/match.ts'
import type { CallStep, ConformanceCase } from '../../model/case.ts'
import { haveUser } from '../have-user.ts'
import { concat, ref, type Template } from '../../model/template.ts'
import { PLAYED, platformCase } from './platform-case.ts'

const CONSENT = { scopes: ['in_app_notifications'] }
/** By hand, from Pi's documents: for one user in 24 hours. */
const QUOTA = 48
const MOST = 256

const to = (uid: string, title: Template = 'Your order') => ({
  title,
  body: 'It is on its way',
  user_uid: ref(uid),
  subroute: '/orders/12345',
})
const many = (count: number, uid: string) => Array.from({ length: count }, () => to(uid))
const notify = (notifications: Template): Omit<CallStep, 'expect'> => ({
  call: 'notifications.notify',
  body: { notifications },
})

/** In-app notifications. */
export const notificationCases: readonly ConformanceCase[] = [
  platformCase({
    id: 'notifications.notify/delivers',
    title: 'A notification is delivered unchanged to a user who consented',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', CONSENT),
      {
        ...notify([to('aliceUid')]),
        expect: {
          status: 201,
          fieldsOf: ['platform-notifications-notify'],
          body: { success: true, delivered_notifications: [to('aliceUid')] },
        },
      },
    ],
  }),
  platformCase({
    id: 'notifications.notify/leaves-out-who-did-not-consent',
    title: 'Users who did not consent are left out without an error, the others are not',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', CONSENT),
      ...haveUser('bob'),
      {
        ...notify([to('bobUid', 'First'), to('aliceUid', 'Second'), to('bobUid', 'Third')]),
        expect: { status: 201, body: { delivered_notifications: [to('aliceUid', 'Second')] } },
      },
    ],
  }),
  platformCase({
    id: 'notifications.notify/256',
    title: '256 notifications are accepted in one call',
    needs: PLAYED,
    steps: [
      ...haveUser('bob'),
      {
        ...notify(many(MOST, 'bobUid')),
        expect: { status: 201, body: { delivered_notifications: exactly([]) } },
      },
    ],
  }),
  platformCase({
    id: 'notifications.notify/257',
    title: '257 notifications in one call are refused',
    needs: PLAYED,
    steps: [
      ...haveUser('bob'),
      {
        ...notify(many(MOST + 1, 'bobUid')),
        expect: { fixture: 'platform-notifications-notify-too-many' },
      },
    ],
  }),
  platformCase({
    id: 'notifications.notify/quota',
    title: 'A user gets 48 notifications in 24 hours, and the 49th is refused',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', CONSENT),
      { ...notify(many(QUOTA, 'aliceUid')), expect: { status: 201 } },
      {
        ...notify([to('aliceUid')]),
        expect: {
          fixture: 'platform-notifications-notify-quota',
          body: {
            error: concat('Notification quota exceeded for users: ', ref('aliceUid')),
          },
        },
      },
    ],
  }),
  platformCase({
    id: 'notifications.notify/quota-of-each-user',
    title: 'Notifications of one user do not count for another',
    needs: PLAYED,
    steps: [
      ...haveUser('alice', CONSENT),
      ...haveUser('bob', CONSENT),
      { ...notify(many(QUOTA, 'aliceUid')), expect: { status: 201 } },
      { ...notify(many(QUOTA, 'bobUid')), expect: { status: 201 } },
    ],
  }),
]
