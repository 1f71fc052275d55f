import { describeRefusedHost } from '../http/refused-hosts.ts'
import type { ConnectionRefusal } from './judge-connection.ts'
import type { MockAddress } from './mock-url.ts'

const refusals = {
  'not-https':
    'was requested without TLS or on another port than 443, but only https on port 443 is redirected',
  lookup:
    'is redirected by its name, so its address cannot be looked up. Connect to the name directly',
  tunnel:
    'was requested through a proxy or a custom socket, but only direct connections can be redirected. Add .minepi.com to NO_PROXY, or unset HTTPS_PROXY',
  'http2-only':
    'was requested over HTTP/2 only, but the mock supports only HTTP/1.1. Allow http/1.1 as well',
} satisfies Record<Exclude<ConnectionRefusal, 'not-served'>, string>

/** Such a connection must not reach the real Pi either: a redirected program means the mock. */
export function connectionRefused(host: string, refusal: ConnectionRefusal): Error {
  return new Error(
    refusal === 'not-served' ? describeRefusedHost(host) : `${host} ${refusals[refusal]}.`,
  )
}

/** Words the system's failure to reach the mock, and keeps its code; other errors are the program's own. */
export function explainNoMock(error: Error, host: string, { url, port }: MockAddress): Error {
  const failures = error instanceof AggregateError ? error.errors : [error]
  if (!failures.every((each) => each instanceof Error && 'syscall' in each)) return error
  const why = failures.map(({ message }) => message).join(', ')
  const explained = new Error(
    `${host} is redirected to the mock at ${url}, which does not respond (${why}). Start it with \`mock-pi --port ${port}\`, or set MOCK_PI_URL to another one.`,
    { cause: error },
  )
  return Object.assign(explained, error)
}
