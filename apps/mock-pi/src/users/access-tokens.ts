import type { Scope } from '@aloha-pi/contracts/wire'
import type { PiApp } from '../apps/app-store.ts'
import type { Clock } from '../clock/clock.ts'
import { createNewestEntries } from '../seed/newest-entries.ts'
import type { Seeded } from '../seed/seeded.ts'
import type { PiUser } from './user-store.ts'

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
}

/** The newest `limit` tokens are known. */
export function createAccessTokens(seeded: Seeded, clock: Clock, limit: number): AccessTokens {
  const sessions = createNewestEntries<Session>(limit)
  let issued = 0
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
  }
}
