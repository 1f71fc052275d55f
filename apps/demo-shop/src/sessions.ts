import { randomBytes } from 'node:crypto'
import { isPiApiError, type PiClient } from '@aloha-pi/client'
import type { RequestHandler } from 'express'

type Session = { session: string; username: string | null }
type Opened = { ok: true; session: Session } | { ok: false; reason: string }

const MAX_SESSIONS = 10_000

/**
 * Who is signed in. A session is a random token that the page sends as `Authorization: Bearer …`: the Pi Browser shows
 * apps in a frame, where cookies of another site may be blocked. A restart ends all sessions; the page signs in again.
 */
export function createSessions(pi: PiClient, appId: string | null) {
  const uids = new Map<string, string>()
  const requireSession: RequestHandler = (req, res, next) => {
    const uid = uids.get(req.headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (uid == null) return void res.status(401).json({ error: 'Sign in first' })
    res.locals['uid'] = uid
    next()
  }
  return {
    /** Asks Pi whose access token it is. */
    async open(accessToken: string): Promise<Opened> {
      try {
        const user = await pi.me(accessToken)
        // A token that the user gave to another app is valid at Pi too.
        if (appId != null && user.app_id !== appId) {
          return { ok: false, reason: 'The access token is for another app' }
        }
        const session = randomBytes(32).toString('base64url')
        const oldest = uids.keys().next().value
        if (uids.size >= MAX_SESSIONS && oldest != null) uids.delete(oldest)
        uids.set(session, user.uid)
        return { ok: true, session: { session, username: user.username ?? null } }
      } catch (error) {
        if (!isPiApiError(error) || error.status !== 401) throw error
        return { ok: false, reason: 'Pi does not know this access token' }
      }
    },
    require: requireSession,
  }
}
