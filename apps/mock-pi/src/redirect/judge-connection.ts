import type { ConnectionOptions } from 'node:tls'
import { piHost, type PiHost } from '../http/pi-hosts.ts'

const HTTPS_PORT = 443

/** Why a connection to Pi is neither made nor redirected. */
export type ConnectionRefusal = 'tunnel' | 'http2-only'

/** `refusal` is null for what goes to the mock; no verdict at all for what is none of ours. */
export type Verdict = { host: PiHost; refusal: ConnectionRefusal | null }

/** Is this connection one to Pi? It goes by the host and port that it would be made to, by nothing that it says. */
export function judgeConnection(options: ConnectionOptions): Verdict | undefined {
  if (options.socket != null) return judgeTunnel(options)
  // A path is a local socket, whatever else is given.
  if (options.path || Number(options.port) !== HTTPS_PORT) return undefined
  const host = piHost(options.host)
  if (host == null) return undefined
  return { host, refusal: isHttp2Only(options.ALPNProtocols) ? 'http2-only' : null }
}

/** TLS over a connection that exists already; agents for proxies leave out host and port, and name the server. */
function judgeTunnel({ host: name, port, servername }: ConnectionOptions): Verdict | undefined {
  if (port != null && Number(port) !== HTTPS_PORT) return undefined
  const host = piHost(name ?? servername)
  return host && { host, refusal: 'tunnel' }
}

function isHttp2Only(protocols: ConnectionOptions['ALPNProtocols']): boolean {
  return (
    Array.isArray(protocols) && protocols.length > 0 && protocols.every((each) => each === 'h2')
  )
}
