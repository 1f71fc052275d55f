import { brokenRedirectRule, isLoopbackUri } from '@aloha-pi/contracts/control'
import type { AppStore, PiApp } from '../apps/app-store.ts'
import type { ReturnAddress, ReturnError } from './return-url.ts'
import { isSignInScope, type SignInScope } from './sign-in-scopes.ts'

export type AuthorizeRequest = {
  app: PiApp
  back: ReturnAddress
  scopes: readonly SignInScope[]
  /** Asked for and not granted by Pi Sign-in. */
  otherScopes: readonly string[]
  /** Pi takes a redirect URI of this machine only when it is registered; this mock takes any. */
  isRegistered: boolean
}

/**
 * What a request to `/oauth/authorize` comes to. `refused`: the browser may not be sent back, since app or redirect URI
 * are not known; `returned`: it is sent back with an error; `asked`: the user decides.
 */
export type ReadRequest =
  | { kind: 'refused'; parameter: 'client_id' | 'redirect_uri'; value: string; rule: string }
  | { kind: 'returned'; back: ReturnAddress; error: ReturnError }
  | { kind: 'asked'; request: AuthorizeRequest }

const PARAMETERS = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state']
const MAX_SHOWN = 300

/** Reads the query as OAuth 2.0 has it: a parameter is given once, and an empty one counts as missing. */
export function readAuthorizeRequest(query: URLSearchParams, apps: AppStore): ReadRequest {
  const refused = (parameter: 'client_id' | 'redirect_uri', rule: string): ReadRequest => {
    const value = query.getAll(parameter).join(', ').slice(0, MAX_SHOWN)
    return { kind: 'refused', parameter, value, rule }
  }
  const [clientId, ...moreIds] = query.getAll('client_id')
  if (clientId == null || clientId === '') return refused('client_id', 'is missing')
  if (moreIds.length > 0) return refused('client_id', 'is given more than once')
  const app = apps.findByClientId(clientId)
  if (app == null) return refused('client_id', 'is not the client id of an app of this mock')

  const [redirectUri, ...moreUris] = query.getAll('redirect_uri')
  if (redirectUri == null || redirectUri === '') return refused('redirect_uri', 'is missing')
  if (moreUris.length > 0) return refused('redirect_uri', 'is given more than once')
  const broken = brokenRedirectRule(redirectUri)
  if (broken != null) return refused('redirect_uri', broken)
  const isRegistered = app.redirectUris.includes(redirectUri)
  if (!isRegistered && !isLoopbackUri(redirectUri)) {
    return refused('redirect_uri', `is not a redirect URI of ${app.name}, character by character`)
  }

  const back = { redirectUri, state: query.get('state') ?? undefined }
  const error = findError(query)
  if (error != null) return { kind: 'returned', back, error }
  const asked = new Set((query.get('scope') ?? '').split(' ').filter((scope) => scope !== ''))
  const all = asked.size === 0 ? ['username'] : [...asked]
  const scopes = all.filter(isSignInScope)
  const otherScopes = all.filter((scope) => !isSignInScope(scope))
  return { kind: 'asked', request: { app, back, scopes, otherScopes, isRegistered } }
}

function findError(query: URLSearchParams): ReturnError | undefined {
  const twice = PARAMETERS.find((name) => query.getAll(name).length > 1)
  if (twice != null) {
    return { error: 'invalid_request', description: `${twice} is given more than once` }
  }
  const type = query.get('response_type') ?? ''
  if (type === 'token') return undefined
  return type === ''
    ? { error: 'invalid_request', description: 'response_type is missing: it must be token' }
    : { error: 'unsupported_response_type', description: 'response_type must be token' }
}
