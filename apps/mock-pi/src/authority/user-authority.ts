import { PI_DOMAINS, SERVED_HOSTS } from '../http/pi-hosts.ts'
import { dataFolder } from './authority-folder.ts'
import { openAuthority } from './keep-authority.ts'
import type { Authority } from './make-authority.ts'

/** The certificates of this user, for all hosts that the mock serves; made where there are none. `now` in ms. */
export function openAuthorityOf({
  env,
  now,
}: {
  env: Readonly<Record<string, string | undefined>>
  now: number
}): Promise<Authority> {
  return openAuthority(dataFolder(env), { names: SERVED_HOSTS, domains: PI_DOMAINS, now })
}
