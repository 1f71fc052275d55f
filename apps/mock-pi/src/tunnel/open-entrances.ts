import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'
import { describeBindFailure } from '@aloha-pi/express-server'
import type { Authority } from '../authority/make-authority.ts'
import { openAuthorityOf } from '../authority/user-authority.ts'
import type { MockAddress } from '../redirect/mock-url.ts'
import { createConnectProxy } from './connect-proxy.ts'
import { servePlainRequests } from './plain-requests.ts'
import { systemRoots } from './system-roots.ts'
import { createTlsListener } from './tls-listener.ts'
import { readUpstreamProxy } from './upstream-proxy.ts'

export type EntranceOptions = {
  mock: MockAddress
  /** Of https; 0 takes a free one, undefined none. */
  tlsPort?: number | undefined
  /** Of the proxy; 0 takes a free one, undefined none. */
  connectPort?: number | undefined
  onlyPi?: boolean | undefined
  env: Readonly<Record<string, string | undefined>>
  /** In ms. */
  now: number
  log: (line: string) => void
}

export type Entrances = {
  authority: Authority
  /** The authority's certificate and what programs on this machine trust, as PEM. */
  trusted: string[]
  tlsPort: number | undefined
  connectPort: number | undefined
  close(): Promise<void>
}

/** Always this one: neither entrance is for other machines, whatever the mock itself is bound to. */
const ADDRESS = '127.0.0.1'

/** What programs that use an entrance are to trust, as PEM. */
export function trustedOf({ caCertificate }: Authority, env: EntranceOptions['env']): string[] {
  return [...systemRoots(env), caCertificate.trim()]
}

/** Opens the mock to programs that have Pi's https addresses in them. */
export async function openEntrances(options: EntranceOptions): Promise<Entrances> {
  const { mock, onlyPi = false, log, env } = options
  const authority = await openAuthorityOf(options)
  const trusted = trustedOf(authority, env)
  const tls = createTlsListener(authority, mock)
  const proxy = createConnectProxy({
    mock,
    tls,
    trusted: trusted.join('\n'),
    upstream: readUpstreamProxy(env, log),
    onlyPi,
    log,
  })
  const opened = new Set<Server>()
  const front = servePlainRequests(tls)
  const sockets = rememberSockets([front, proxy])
  const open = async (server: Server, port: number | undefined, option: string) => {
    if (port == null) return undefined
    const bound = await bind(server, port, option)
    opened.add(server)
    return bound
  }
  const close = async () => {
    const closed = [...opened].map((server) => once(server, 'close'))
    for (const server of opened) server.close()
    for (const socket of sockets) socket.destroy()
    await Promise.all(closed)
  }
  try {
    const tlsPort = await open(front, options.tlsPort, '--tls-port')
    const connectPort = await open(proxy, options.connectPort, '--connect')
    return { authority, trusted, tlsPort, connectPort, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Both servers hand connections on, so that they do not know them any more. */
function rememberSockets(servers: readonly Server[]) {
  const sockets = new Set<{ destroy(): void }>()
  for (const server of servers) {
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
  }
  return sockets
}

async function bind(server: Server, port: number, option: string): Promise<number> {
  server.listen(port, ADDRESS)
  try {
    await once(server, 'listening')
  } catch (cause) {
    const choose = { port: `choose another with \`${option}\``, host: '' }
    const sentence = describeBindFailure(cause, { port, hosts: [ADDRESS] }, choose)
    throw sentence == null ? cause : new Error(sentence, { cause })
  }
  // Bound to an address, so the address is not that of a pipe.
  return (server.address() as AddressInfo).port
}
