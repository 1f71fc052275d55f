import { isIP, Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import { isServedHost, nameAtPi } from '../http/pi-hosts.ts'

const HTTPS_PORT = 443

/** Why a connection to Pi, or a lookup of its name, is neither made nor redirected. */
export type ConnectionRefusal = 'not-served' | 'not-https' | 'tunnel' | 'http2-only' | 'lookup'

/** `refusal` is null for what goes to the mock; there is no verdict on other hosts. */
export type Verdict = { host: string; refusal: ConnectionRefusal | null }

/**
 * Is this encrypted connection one to Pi? It goes by the host and port that it would be made to; by the name that it
 * asks for only at an address of another machine, which someone has looked up.
 */
export function judgeConnection(
  options: ConnectionOptions,
  proxyPort?: number,
): Verdict | undefined {
  if (options.socket != null) return judgeTunnel(options, proxyPort)
  // A path is a local socket, whatever else is given.
  if (options.path) return undefined
  if (isElsewhere(options.host)) return judgeLookup(options.servername)
  const host = nameAtPi(options.host)
  if (host == null) return undefined
  if (!isServedHost(host)) return { host, refusal: 'not-served' }
  if (Number(options.port) !== HTTPS_PORT) return { host, refusal: 'not-https' }
  return { host, refusal: isHttp2Only(options.ALPNProtocols) ? 'http2-only' : null }
}

/** The same of a connection that is not encrypted, or not by `tls.connect`: none is redirected. */
export function judgePlain({ path, host: name }: ConnectionOptions): Verdict | undefined {
  const host = path ? undefined : nameAtPi(name)
  return host == null
    ? undefined
    : { host, refusal: isServedHost(host) ? 'not-https' : 'not-served' }
}

/** The same for a lookup: with the address, a program could connect without the name. */
export function judgeLookup(name: unknown): Verdict | undefined {
  const host = typeof name === 'string' ? nameAtPi(name) : undefined
  return host == null ? undefined : { host, refusal: isServedHost(host) ? 'lookup' : 'not-served' }
}

/** TLS over a connection that exists already; agents for proxies leave out host and port, and name the server. */
function judgeTunnel(
  { socket, host: name, servername }: ConnectionOptions,
  proxyPort: number | undefined,
): Verdict | undefined {
  if (proxyPort != null && isTo(proxyPort, socket)) return undefined
  const host = nameAtPi(name ?? servername)
  return host == null ? undefined : { host, refusal: isServedHost(host) ? 'tunnel' : 'not-served' }
}

/** Whether the connection is to a port of this machine. */
function isTo(port: number, socket: ConnectionOptions['socket']): boolean {
  return (
    socket instanceof Socket && socket.remotePort === port && !isElsewhere(socket.remoteAddress)
  )
}

/** An address that is not this machine's: a server of a test may have Pi's name. */
function isElsewhere(host = ''): boolean {
  return isIP(host) !== 0 && host !== '::1' && !host.startsWith('127.')
}

function isHttp2Only(protocols: ConnectionOptions['ALPNProtocols']): boolean {
  return (
    Array.isArray(protocols) && protocols.length > 0 && protocols.every((each) => each === 'h2')
  )
}
