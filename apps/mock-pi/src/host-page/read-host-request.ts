import type { AppStore, PiApp } from '../apps/app-store.ts'

export type HostSize = 'phone' | 'full'

/** `empty`: no app is named yet; `refused`: it may not be shown. */
export type HostRequest =
  | { kind: 'empty' }
  | { kind: 'refused'; given: string; rule: string }
  | { kind: 'shown'; url: URL; app: PiApp; size: HostSize }

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Which page to frame, and for which app of the mock: a page that is in the frame gets tokens, so it must be one that may
 * act as the user: of this machine, or of the registered origin of an app.
 */
export function readHostRequest(query: URLSearchParams, apps: AppStore): HostRequest {
  const given = query.get('app')?.trim() ?? ''
  if (given === '') return { kind: 'empty' }
  const refused = (rule: string): HostRequest => ({ kind: 'refused', given, rule })
  if (query.getAll('app').length > 1) return refused('is given more than once')
  const url = URL.parse(given)
  if (url == null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return refused('must be a whole URL that begins with http:// or https://')
  }
  if (url.username !== '' || url.password !== '') {
    return refused('must not have a username or a password')
  }
  const owner = apps.findByOrigin(url.origin)
  if (owner == null && !LOOPBACK.has(url.hostname)) {
    return refused(`must be of this machine, or of a registered origin; ${url.origin} is neither`)
  }
  const size = query.get('size') === 'full' ? 'full' : 'phone'
  return { kind: 'shown', url, app: owner ?? apps.first(), size }
}
