import type { platformContract } from '@aloha-pi/contracts/platform'
import type { TsRestRequestHandler } from '@ts-rest/express'
import type { Response } from 'express'
import type { AppStore, PiApp } from '../apps/app-store.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { Caller } from '../journal/exchange.ts'
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

/** One for each app and each session: the journal keeps them for as long as its requests. */
const callers = new WeakMap<PiApp | Session, Caller>()

/** Who called, as far as a credential was accepted. */
export function callerIn({ locals }: Response): Caller | null {
  const credential = (locals['server-key'] ?? locals['access-token']) as PiApp | Session | undefined
  if (credential == null) return null
  const known = callers.get(credential)
  if (known != null) return known
  const caller =
    'app' in credential
      ? {
          appId: credential.app.id,
          username: credential.user.username,
          scopes: credential.scopes,
        }
      : { appId: credential.id, username: null, scopes: [] }
  callers.set(credential, caller)
  return caller
}

/** express types locals as any; only `authenticate` writes these, one type for each credential. */
function callerOf(res: Response, credential: 'server-key' | 'access-token'): unknown {
  const caller: unknown = res.locals[credential]
  if (caller == null) throw new Error(`The route was served without a ${credential}`)
  return caller
}
