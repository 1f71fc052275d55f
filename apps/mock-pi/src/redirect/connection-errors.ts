import { PI_DOMAINS_IN_WORDS, PI_HOSTS_IN_WORDS } from '../http/pi-hosts.ts'
import type { ConnectionRefusal } from './judge-connection.ts'
import type { MockAddress } from './mock-url.ts'

const refusals = {
  'not-served': `is not a host that the mock serves, and while it stands in for Pi, no other name below ${PI_DOMAINS_IN_WORDS} is looked up or connected to. It serves ${PI_HOSTS_IN_WORDS}`,
  'not-https':
    'is asked for without TLS or on another port than 443, and only https on port 443 is redirected',
  lookup:
    'is redirected by its name, and its address is not looked up. Connect to the name, without a lookup before',
  tunnel:
    'is asked for through a proxy or over a socket of its own, and only direct connections can be redirected. Put .minepi.com into NO_PROXY, or unset HTTPS_PROXY',
  'http2-only':
    'is asked for over HTTP/2 only, and the mock speaks HTTP/1.1. Allow http/1.1 as well',
} satisfies Record<ConnectionRefusal, string>

/** Such a connection must not reach the real Pi either: whoever redirects means the mock. */
export function connectionRefused(host: string, refusal: ConnectionRefusal): Error {
  return new Error(`${host} ${refusals[refusal]}.`)
}

/** Words the system's failure to reach the mock, and keeps its code; other errors are the program's own. */
export function explainNoMock(error: Error, host: string, { url, port }: MockAddress): Error {
  const failures = error instanceof AggregateError ? error.errors : [error]
  if (!failures.every((each) => each instanceof Error && 'syscall' in each)) return error
  const why = failures.map(({ message }) => message).join(', ')
  const explained = new Error(
    `${host} is redirected to the mock at ${url}, which does not answer (${why}). Start it with \`mock-pi --port ${port}\`, or name another in MOCK_PI_URL.`,
    { cause: error },
  )
  return Object.assign(explained, error)
}
