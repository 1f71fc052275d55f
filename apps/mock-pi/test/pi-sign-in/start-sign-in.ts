import type { MockPiOptions } from '../../src/server/start-mock-pi.ts'
import { rawRequest } from '../raw-request.ts'
import { startMock } from '../start-mock.ts'

export const REGISTERED = 'https://app.example/signin/callback'
export const LOOPBACK = 'http://localhost:3000/callback'

/** A mock whose first app has registered a redirect URI, with the requests that a browser makes at Pi Sign-in. */
export async function startSignIn(options: MockPiOptions = {}) {
  const mock = await startMock(options)
  await mock.control(`/apps/${mock.appId}`, { redirect_uris: [REGISTERED] }, 'PATCH')
  const { host } = new URL(mock.url)

  const path = (change: Record<string, string | undefined> = {}) => {
    const parameters: Record<string, string | undefined> = {
      response_type: 'token',
      client_id: mock.clientId,
      redirect_uri: LOOPBACK,
      scope: 'username wallet_address',
      state: 's 1&é',
      ...change,
    }
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
    return `/oauth/authorize?${new URLSearchParams(given as [string, string][]).toString()}`
  }
  const open = (change?: Record<string, string | undefined>, headers = {}) =>
    rawRequest(`${mock.url}${path(change)}`, { headers: { host, ...headers } })
  const answer = (
    fields: Record<string, string> | [string, string][],
    change?: Record<string, string | undefined>,
    headers: Record<string, string> = {},
  ) =>
    rawRequest(`${mock.url}${path(change)}`, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        host,
        origin: mock.url,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
    })
  return { ...mock, host, path, open, answer }
}

export const ALLOW: [string, string][] = [
  ['answer', 'allow'],
  ['user', 'alice'],
  ['scope', 'username'],
  ['scope', 'wallet_address'],
]

/** Redirect URI and fragment of a redirect. */
export function readRedirect({ location = '' }: { location?: string | undefined }) {
  const [to, fragment] = location.split('#')
  return { to, values: Object.fromEntries(new URLSearchParams(fragment)) }
}
