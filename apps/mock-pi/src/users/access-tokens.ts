import type { Scope } from '@aloha-pi/contracts/wire'
import type { AppStore, PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import { BadSnapshot } from '../saved/bad-snapshot.ts'
import type { SavedTokens } from '../saved/saved-actors.ts'
import { createNewestEntries, type NewestEntries } from '../seed/newest-entries.ts'
import type { Seeded } from '../seed/seeded.ts'
import type { PiUser, UserStore } from './user-store.ts'

/** What an access token stands for. */
export type Session = {
  app: PiApp
  user: PiUser
  uid: string
  scopes: readonly Scope[]
  validUntil: number
}

export type AccessTokens = {
  issue(session: Session): string
  /** The session of a token that is neither expired nor revoked. */
  find(token: string): Session | undefined
  /** Whether it was issued here, also if it is not valid any more. */
  isKnown(token: string): boolean
  /** The same sessions, of the copied apps and users. */
  copy(world: TokenWorld & Actors): AccessTokens
  saved(): SavedTokens
}

type TokenWorld = { seeded: Seeded; clock: Clock }
/** Whose sessions they are. */
type Actors = { apps: AppStore; users: UserStore }

/** The newest `limit` tokens are known. */
export function createAccessTokens(world: TokenWorld, limit: number): AccessTokens {
  return openAccessTokens(world, createNewestEntries<Session>(limit), 0)
}

/** The saved tokens, of loaded apps and users; throws `BadSnapshot`. */
export function loadAccessTokens(
  { apps, users, ...world }: TokenWorld & Actors,
  limit: number,
  { issued, sessions }: SavedTokens,
): AccessTokens {
  const loaded = sessions.map(({ token, appId, username, ...session }, place) => {
    const app = apps.find(appId)
    const user = users.find(username)
    const field = `tokens.sessions[${place}]`
    if (app == null) throw new BadSnapshot(`${field}.appId`, 'must be the id of an app in apps')
    if (user == null) throw new BadSnapshot(`${field}.username`, 'must be a user in users')
    return [token, { app, user, ...session }] as const
  })
  return openAccessTokens(world, createNewestEntries<Session>(limit, loaded), issued)
}

function openAccessTokens(
  { seeded, clock }: TokenWorld,
  sessions: NewestEntries<Session>,
  before: number,
): AccessTokens {
  let issued = before
  return {
    issue(session) {
      const token = seeded.bytes(`token:${(issued += 1)}`, 32).toString('base64url')
      sessions.set(token, session)
      return token
    },
    find(token) {
      const session = sessions.get(token)
      if (session == null || clock.now() >= session.validUntil) return undefined
      // Revoking ends the grant; a later grant of the same user has another uid.
      return session.user.grants.get(session.app.id)?.uid === session.uid ? session : undefined
    },
    isKnown: (token) => sessions.get(token) != null,
    copy({ apps, users, ...world }) {
      const copied = sessions.copy((session) => {
        const app = apps.find(session.app.id)
        const user = users.find(session.user.username)
        if (app == null || user == null) throw new Error('A session has no app or no user')
        return { ...session, app, user }
      })
      return openAccessTokens(world, copied, issued)
    },
    saved: () => ({
      issued,
      sessions: sessions.entries().map(([token, { app, user, uid, scopes, validUntil }]) => ({
        token,
        appId: app.id,
        username: user.username,
        uid,
        scopes: [...scopes],
        validUntil,
      })),
    }),
  }
}
