import { isIPv4 } from 'node:net'

/** Where the mock listens. */
export type MockAddress = { url: string; host: string; port: number }

/** Reads the mock's URL: plain http, this machine, the root. Else returns the rule that it breaks. */
export function readMockUrl(
  text: string,
): { ok: true; address: MockAddress } | { ok: false; rule: string } {
  const url = URL.parse(text)
  if (url?.protocol !== 'http:') return refuse('must be a URL like http://127.0.0.1:3141')
  if (!isLoopback(url.hostname)) {
    return refuse('must name this machine: 127.0.0.1, [::1] or localhost')
  }
  if (url.href !== `${url.origin}/`) {
    return refuse('must be only an origin like http://127.0.0.1:3141')
  }
  return {
    ok: true,
    address: {
      url: url.origin,
      // An IPv6 address has brackets only in a URL.
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port || 80),
    },
  }
}

function refuse(rule: string) {
  return { ok: false, rule } as const
}

/** Of a URL or a Host header without its port. */
export function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname === '[::1]') return true
  return isIPv4(hostname) && hostname.startsWith('127.')
}
