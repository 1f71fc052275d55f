import { MAX_NOTIFICATIONS_PER_USER_AND_DAY } from '@aloha-pi/contracts/platform'
import type { Clock } from '../clock/clock.ts'
import type { SavedNotifications } from '../saved/saved-world.ts'
import { createNewestEntries, type NewestEntries } from '../seed/newest-entries.ts'

const DAY_MS = 86_400_000

export type NotificationLog = {
  /** The uids that would get more than their share of 24 hours, in the order of their first notification. */
  findOverQuota(appId: string, uids: readonly string[]): string[]
  /** Counts one notification for each uid and numbers them. */
  deliver(appId: string, uids: readonly string[]): number[]
  /** The same counts, in a world with this clock. */
  copy(clock: Clock): NotificationLog
  saved(): SavedNotifications
}

/** Counts for the `limit` users who were notified last. */
export function createNotificationLog(clock: Clock, limit: number): NotificationLog {
  return openNotificationLog(clock, createNewestEntries<number[]>(limit), 0)
}

/** The saved counts. */
export function loadNotificationLog(
  clock: Clock,
  limit: number,
  { begun, delivered }: SavedNotifications,
): NotificationLog {
  const entries = delivered.map(({ to, at }) => [to, at] as const)
  return openNotificationLog(clock, createNewestEntries<number[]>(limit, entries), begun)
}

function openNotificationLog(
  clock: Clock,
  delivered: NewestEntries<number[]>,
  before: number,
): NotificationLog {
  let count = before

  /** Times of the last 24 hours. */
  const recent = (key: string) => {
    const from = clock.now() - DAY_MS
    return (delivered.get(key) ?? []).filter((at) => at > from)
  }
  return {
    findOverQuota: (appId, uids) =>
      [...new Set(uids)].filter((uid) => {
        const more = uids.filter((each) => each === uid).length
        return recent(`${appId} ${uid}`).length + more > MAX_NOTIFICATIONS_PER_USER_AND_DAY
      }),
    deliver: (appId, uids) =>
      uids.map((uid) => {
        const key = `${appId} ${uid}`
        delivered.set(key, [...recent(key), clock.now()])
        return (count += 1)
      }),
    copy: (other) => openNotificationLog(other, delivered.copy(), count),
    saved: () => ({
      begun: count,
      delivered: delivered.entries().map(([to, at]) => ({ to, at: [...at] })),
    }),
  }
}
