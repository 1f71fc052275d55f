import type { platformContract } from '@aloha-pi/contracts/platform'
import type { TsRestRequestHandler } from '@ts-rest/express'
import type { Response } from 'express'
import type { AppStore, PiApp } from '../apps/app-store.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { AccessTokens, Session } from '../users/access-tokens.ts'
import { readAuthorization } from './authorization-header.ts'
import { refuseCredential } from './refuse-credential.ts'

/** Lets a request pass when it carries what its route asks for (contract metadata), before any body is read. */
export function authenticate(world: {
  apps: AppStore
  tokens: AccessTokens
}): TsRestRequestHandler<typeof platformContract> {
  return (req, res, next) => {
    const { credential } = req.tsRestRoute.metadata
    if (credential === 'none') return next()
    const { scheme, secret } = readAuthorization(req.headers.authorization)
    const caller =
      credential === 'server-key'
        ? scheme === 'key' && world.apps.findByKey(secret)
        : scheme === 'bearer' && world.tokens.find(secret)
    if (!caller) return sendRefusal(res, refuseCredential(req.tsRestRoute, req.headers))
    res.locals[credential] = caller
    next()
  }
}

/** The app whose server called. */
export function callingApp(res: Response): PiApp {
  return callerOf(res, 'server-key') as PiApp
}

/** The session of the user who called. */
export function callingSession(res: Response): Session {
  return callerOf(res, 'access-token') as Session
}

/** Who called, as far as a credential was accepted; `username` and scopes with an access token. */
export function callerIn({ locals }: Response) {
  const app = locals['server-key'] as PiApp | undefined
  if (app != null) return { appId: app.id, username: null, scopes: [] }
  const session = locals['access-token'] as Session | undefined
  if (session == null) return null
  const { username } = session.user
  return { appId: session.app.id, username, scopes: session.scopes }
}

/** express types locals as any; only `authenticate` writes these, one type for each credential. */
function callerOf(res: Response, credential: 'server-key' | 'access-token'): unknown {
  const caller: unknown = res.locals[credential]
  if (caller == null) throw new Error(`The route was served without a ${credential}`)
  return caller
}
