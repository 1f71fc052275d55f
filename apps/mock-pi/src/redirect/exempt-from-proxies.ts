import { PI_HOSTS } from '../http/pi-hosts.ts'

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
  return exempt.includes('*') ? list : [...new Set([...exempt, ...PI_HOSTS])].join(',')
}
