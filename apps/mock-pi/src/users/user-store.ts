import { canonicalUid, type Scope } from '@aloha-pi/contracts/wire'
import { walletOfSeed, type Wallet } from '../ledger/wallet.ts'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedUsers } from '../saved/saved-actors.ts'
import type { Seeded } from '../seed/seeded.ts'

/** What a user allows one app. The uid lives as long as the grant. */
export type Grant = { uid: string; scopes: ReadonlySet<Scope> }

export type PiUser = {
  username: string
  wallet: Wallet | null
  roles: readonly string[]
  preferredLanguage: string
  /** By app id. */
  grants: Map<string, Grant>
}

export const DEFAULT_SCOPES: readonly Scope[] = ['username', 'payments', 'wallet_address']

export type UserStore = {
  /** A name that is taken is a fault of the caller. */
  add(user: Omit<PiUser, 'grants'>): PiUser
  find(username: string): PiUser | undefined
  /** In any letter case: seeds make uids of small letters. */
  findByUid(appId: string, uid: string): PiUser | undefined
  list(): PiUser[]
  /** How many apps all users together allow something. */
  countGrants(): number
  /** Adds scopes to what the user allows the app; `platform` comes with every grant unasked, as at Pi. */
  grant(user: PiUser, appId: string, scopes: readonly Scope[]): Grant
  /** Ends the grant: the next one has another uid. */
  revoke(user: PiUser, appId: string): void
  /** Copies of the users; uids of new grants are drawn from another seed. */
  copy(seeded: Seeded): UserStore
  saved(): SavedUsers
}

/** The saved users; throws `BadSnapshot`. */
export function loadUserStore(seeded: Seeded, { list, grantsBegun }: SavedUsers): UserStore {
  const names = new Set<string>()
  const users = list.map(({ walletSeed, grants, ...user }, place) => {
    const field = `users.list[${place}]`
    if (names.has(user.username)) throw new BadSnapshot(field, `must not be ${user.username} again`)
    names.add(user.username)
    return {
      ...user,
      wallet: walletSeed == null ? null : walletOfSeed(walletSeed, `${field}.walletSeed`),
      grants: new Map(
        grants.map(({ appId, uid, scopes }) => [appId, { uid, scopes: new Set(scopes) }] as const),
      ),
    }
  })
  return createUserStore(seeded, { users, grants: grantsBegun })
}

export function createUserStore(
  seeded: Seeded,
  first: { users: readonly PiUser[]; grants: number } = { users: [], grants: 0 },
): UserStore {
  const byName = new Map<string, PiUser>()
  const byUid = new Map<string, PiUser>()
  let { grants } = first
  for (const each of first.users) {
    const user = { ...each, grants: new Map(each.grants) }
    byName.set(user.username, user)
    for (const [appId, { uid }] of user.grants) byUid.set(`${appId} ${uid}`, user)
  }

  return {
    add(fields) {
      if (byName.has(fields.username)) throw new Error(`User ${fields.username} already exists`)
      const user = { ...fields, grants: new Map() }
      byName.set(user.username, user)
      return user
    },
    find: (username) => byName.get(username),
    findByUid: (appId, uid) => byUid.get(`${appId} ${canonicalUid(uid)}`),
    countGrants: () => byUid.size,
    list: () => [...byName.values()],
    grant(user, appId, scopes) {
      const before = user.grants.get(appId)
      const uid = before?.uid ?? seeded.uuid(`grant:${(grants += 1)}`)
      const granted = new Set<Scope>([...(before?.scopes ?? []), ...scopes, 'platform'])
      const grant = { uid, scopes: granted }
      user.grants.set(appId, grant)
      byUid.set(`${appId} ${uid}`, user)
      return grant
    },
    revoke(user, appId) {
      const grant = user.grants.get(appId)
      if (grant == null) return
      user.grants.delete(appId)
      byUid.delete(`${appId} ${grant.uid}`)
    },
    copy: (other) => createUserStore(other, { users: [...byName.values()], grants }),
    saved: () => ({
      grantsBegun: grants,
      list: Array.from(byName.values(), (user) => ({
        username: user.username,
        walletSeed: user.wallet?.seed ?? null,
        roles: [...user.roles],
        preferredLanguage: user.preferredLanguage,
        grants: Array.from(user.grants, ([appId, { uid, scopes }]) => ({
          appId,
          uid,
          scopes: [...scopes],
        })),
      })),
    }),
  }
}
