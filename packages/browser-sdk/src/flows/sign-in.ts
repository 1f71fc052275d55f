import { checkText } from '../check-arguments.ts'
import type { SignInOptions } from '../surface/pi.ts'

/** Pi's script is at the one and Pi Sign-in at the other; a mock that serves the one serves both. */
const SCRIPT_HOST = 'sdk.minepi.com'
const ACCOUNTS = 'https://accounts.pinet.com'

/** Where Pi Sign-in of the mock begins, with the parameters as Pi takes them; undefined when an argument is wrong. */
export function signInUrl(mock: string, options: SignInOptions): string | undefined {
  // Anything may come from a page.
  const { clientId, redirectUri, scopes, state } = (options ?? {}) as Partial<SignInOptions>
  const checks = [
    checkText('signIn', 'options.clientId', clientId),
    checkText('signIn', 'options.redirectUri', redirectUri),
  ]
  if (clientId == null || redirectUri == null || checks.includes(false)) return undefined
  const query = new URLSearchParams({
    response_type: 'token',
    client_id: clientId,
    redirect_uri: redirectUri,
    ...(Array.isArray(scopes) && { scope: scopes.join(' ') }),
    ...(state != null && { state }),
  })
  // Spaces as Pi writes them.
  const { hostname, pathname } = new URL(mock)
  const base = hostname === SCRIPT_HOST ? `${ACCOUNTS}${pathname.replace(/\/$/, '')}` : mock
  return `${base}/oauth/authorize?${query.toString().replaceAll('+', '%20')}`
}
