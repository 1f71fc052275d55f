import type { RequestListener, Server, ServerOptions } from 'node:http'
import type { AddressInfo } from 'node:net'

// An import statement would read every export of node:http, which loads its WebSocket client: 50 ms of each start.
const { createServer } = process.getBuiltinModule('node:http')

export type ListenOptions = {
  handler: RequestListener
  /** 0 takes a free port. */
  port: number
  /** Addresses to bind; default both loopback addresses. */
  hosts?: readonly string[]
  server?: ServerOptions
  /** Sees each server before it is bound, to listen to its events. */
  prepare?: (server: Server) => void
}

export type Listening = {
  port: number
  addresses: AddressInfo[]
  /** Stops accepting, lets running requests finish for `graceMs`, then cuts them off. */
  close(graceMs?: number): Promise<void>
}

export const LOOPBACK = ['127.0.0.1', '::1'] as const

const SWEEP_MS = 50

/** Serves on every host with the same port. A machine without IPv6 serves only on IPv4. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const servers = await bindAll(options, options.port === 0 ? 5 : 1)
  return {
    port: addressOf(servers[0]).port,
    addresses: servers.map(addressOf),
    async close(graceMs = 0) {
      await Promise.all(servers.map((server) => closeServer(server, graceMs)))
    },
  }
}

/** A free port of one address can be taken on the next one: another try takes another port. */
async function bindAll(options: ListenOptions, tries: number): Promise<Server[]> {
  const { handler, hosts = LOOPBACK, server: serverOptions = {} } = options
  const servers: Server[] = []
  try {
    for (const host of hosts) {
      const server = createServer({ ...serverOptions, insecureHTTPParser: false }, handler)
      // Some releases of Node drop headers after the thousandth without a word: a second key could hide there. The size limits them.
      server.maxHeadersCount = 0
      options.prepare?.(server)
      const port = servers.length === 0 ? options.port : addressOf(servers[0]).port
      if (await bind(server, port, host)) servers.push(server)
    }
    return servers
  } catch (error) {
    await Promise.all(servers.map((server) => closeServer(server, 0)))
    if (tries > 1 && servers.length > 0) return bindAll(options, tries - 1)
    throw error
  }
}

function bind(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const noIpv6 = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'
      if (noIpv6 && host === '::1') resolve(false)
      else reject(error)
    }
    server.once('error', refuse)
    server.listen(port, host, () => {
      // Left in place, it would swallow the first fault of the bound server.
      server.removeListener('error', refuse)
      resolve(true)
    })
  })
}

function addressOf(server: Server | undefined): AddressInfo {
  const address = server?.address()
  if (address == null || typeof address === 'string') throw new Error('The server is not listening')
  return address
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    // A kept-alive connection that finishes its request now would hold the server for seconds.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
    server.close(() => {
      clearTimeout(cut)
      clearInterval(sweep)
      resolve()
    })
    server.closeIdleConnections()
  })
}
