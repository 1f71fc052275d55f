import { lstatSync, mkdirSync, type Stats } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** In it: what `mock-pi env` wrote for shells, with copies of the certificate. */
export const SHELL_FOLDER = 'env'

type Environment = Readonly<Record<string, string | undefined>>

/** Where this user's programs keep their data, unless MOCK_PI_DATA_DIR says otherwise. */
export function dataFolder(env: Environment, platform = process.platform): string {
  const { MOCK_PI_DATA_DIR: own, XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = env
  if (own != null && own !== '') return path.resolve(own)
  return path.join(parentFolder(platform, { xdg, local }), 'mock-pi')
}

function parentFolder(
  platform: NodeJS.Platform,
  { xdg, local }: { xdg: string | undefined; local: string | undefined },
): string {
  if (platform === 'win32') return local || path.join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support')
  // As the standard says, a relative one is not used.
  return xdg != null && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.local', 'share')
}

/** Makes the folder if there is none; throws a sentence if another user could have put something into it. */
export function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  if (!found.isDirectory()) {
    throw refused(folder, 'is not a folder (a symbolic link is not followed)')
  }
  checkOwner(folder, found, 0o022)
  return folder
}

/** Throws a sentence if another user owns it, or has one of these rights. */
export function checkOwner(place: string, { uid, mode }: Stats, rights: number) {
  // Windows has neither users with numbers nor such rights.
  const user = process.geteuid?.()
  if (user == null) return
  if (uid !== user) throw refused(place, `belongs to another user (uid ${uid})`)
  if ((mode & rights) !== 0) {
    throw refused(place, `gives rights to other users (mode ${(mode & 0o777).toString(8)})`)
  }
}

function refused(place: string, rule: string): Error {
  return new Error(
    `${place} ${rule}. The certificates of the mock must be this user's own: move it away, or set MOCK_PI_DATA_DIR to another folder`,
  )
}
