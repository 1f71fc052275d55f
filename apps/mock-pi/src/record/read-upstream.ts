import { isLoopback } from '../redirect/mock-url.ts'

/** Where real requests are sent on to. */
export type Upstream = { url: URL; isLoopback: boolean }

/** Reads the URL of an upstream: an origin, https or of this machine. Otherwise returns the rule that it breaks. */
export function readUpstream(
  text: string,
): { ok: true; upstream: Upstream } | { ok: false; rule: string } {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return refuse('must be a URL like https://api.minepi.com')
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('must not have a user name or password')
  }
  const isHere = isLoopback(url.hostname)
  if (url.protocol === 'http:' && !isHere) {
    return refuse('must be https, because keys are sent there; http only for this machine')
  }
  if (url.href !== `${url.origin}/`) {
    return refuse(
      'must be only an origin like https://api.minepi.com: paths come from the requests',
    )
  }
  return { ok: true, upstream: { url, isLoopback: isHere } }
}

function refuse(rule: string) {
  return { ok: false, rule } as const
}
