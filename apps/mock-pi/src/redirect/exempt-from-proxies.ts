import { PI_DOMAINS, SERVED_HOSTS } from '../http/pi-hosts.ts'

/** Clients differ in whether a name covers what is below it, and whether it must begin with a dot for that. */
const EXEMPT = [...SERVED_HOSTS, ...PI_DOMAINS, ...PI_DOMAINS.map((domain) => `.${domain}`)]

type Environment = Record<string, string | undefined>

/**
 * The variables that keep Pi's hosts away from the proxy that HTTPS_PROXY names. Some clients (axios 0.x) send such
 * a proxy the whole request, so that no TLS is asked for that could be redirected.
 */
export function exemptFromProxies(env: Environment): Record<string, string> {
  const given = ['no_proxy', 'NO_PROXY'].filter((name) => env[name] != null)
  // One that is not there would hide the other's list.
  const names = given.length > 0 ? given : ['NO_PROXY']
  return Object.fromEntries(names.map((name) => [name, addPiHosts(env[name])]))
}

function addPiHosts(list = ''): string {
  const exempt = list.split(/[\s,]+/).filter((name) => name !== '')
  // Beside other names the star means nothing to some clients.
  return exempt.includes('*') ? list : [...new Set([...exempt, ...EXEMPT])].join(',')
}
