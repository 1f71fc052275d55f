import type { Stats } from 'node:fs'

/** Who runs this process; null on Windows, which has no such modes. */
type Identity = { uid: number; groups: readonly number[] } | null

const OTHERS = 0o077
/** All but reading by the group. */
const BESIDE_GROUP = 0o037

/**
 * Why a file with a secret is open to others, to follow the name of its variable; undefined if it is not. Only its owner
 * may read it. For a process that is not root, a file of root may also have mode 0440: for a group of the process, as
 * Kubernetes mounts it, or for root's group, as the mode of systemd's credentials with an access list looks.
 */
export function findOpenSecret(
  { mode, uid, gid }: Pick<Stats, 'mode' | 'uid' | 'gid'>,
  path: string,
  identity: Identity = ownIdentity(),
): string | undefined {
  if (identity == null || (mode & OTHERS) === 0) return undefined
  const isMounted = uid === 0 && identity.uid !== 0 && [0, ...identity.groups].includes(gid)
  if (isMounted && (mode & BESIDE_GROUP) === 0) return undefined
  return `must be readable only by its owner: chmod 600 ${path}`
}

function ownIdentity(): Identity {
  const uid = process.getuid?.()
  if (uid == null) return null
  return { uid, groups: [...(process.getgroups?.() ?? []), process.getegid?.() ?? -1] }
}
