import { lstatSync, type Stats } from 'node:fs'

/** Windows has neither users with numbers nor such modes. */
export const user = process.geteuid?.()

/** Undefined when there is nothing at the path. A symbolic link is not followed. */
export function statusOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

export function isMine({ uid }: Stats): boolean {
  return user == null || uid === user
}

export function isOpenToOthers({ mode }: Stats): boolean {
  return user != null && (mode & 0o077) !== 0
}
