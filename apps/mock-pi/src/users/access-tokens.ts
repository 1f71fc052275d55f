import type { Scope } from '@aloha-pi/contracts/wire'
import type { AppStore, PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
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
  copy(world: TokenWorld & { apps: AppStore; users: UserStore }): AccessTokens
}

type TokenWorld = { seeded: Seeded; clock: Clock }

/** The newest `limit` tokens are known. */
export function createAccessTokens(world: TokenWorld, limit: number): AccessTokens {
  return openAccessTokens(world, createNewestEntries<Session>(limit), 0)
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
  }
}
