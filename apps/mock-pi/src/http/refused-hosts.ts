import { adviseOnHost } from './invented-hosts.ts'
import { PI_DOMAINS_IN_WORDS, SERVED_HOSTS_IN_WORDS } from './pi-hosts.ts'

/** Why a name in Pi's domains leads nowhere: neither to the mock, which does not serve it, nor to the real Pi. */
export function describeRefusedHost(host: string): string {
  const advice = adviseOnHost(host)
  return [
    `${host} is not a host that the mock serves, and no name at or below ${PI_DOMAINS_IN_WORDS} leads to the real Pi here.`,
    `The mock serves ${SERVED_HOSTS_IN_WORDS}.`,
    ...(advice == null ? [] : [advice]),
  ].join(' ')
}
