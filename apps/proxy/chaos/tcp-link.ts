import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { Random } from '../testkit/random.ts'

/** `reset_after`: what was sent arrives, its response does not: a commit whose outcome is unknown. */
export const tcpFaults = ['refuse', 'reset_before', 'reset_after', 'stall'] as const
export type TcpFault = (typeof tcpFaults)[number]

export type TcpLinkOptions = {
  targetPort: number
  /** Asked for each connection and for each piece of data that a client sends. */
  choose: (place: 'connection' | 'data') => TcpFault | undefined
  count: (fault: TcpFault) => void
  random: Random
  /** Sees everything that a client sends. */
  watch: (data: Buffer) => void
}

export type TcpLink = { port: number; close(): Promise<void> }

/** Passes bytes on to one port of loopback, and breaks connections on the way. */
export async function startTcpLink(options: TcpLinkOptions): Promise<TcpLink> {
  const { targetPort, choose, count, random, watch } = options
  const sockets = new Set<Socket>()

  function join(client: Socket) {
    const upstream = connect(targetPort, '127.0.0.1')
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      // An error is followed by `close`, which ends the other side.
      socket.on('error', () => undefined)
      socket.once('close', () => sockets.delete(socket))
      socket.once('close', end)
    }
    upstream.on('data', (data) => client.write(data))
    client.on('data', (data: Buffer) => onData(client, upstream, data))
  }

  function onData(client: Socket, upstream: Socket, data: Buffer) {
    watch(data)
    const fault = choose('data')
    if (fault == null || fault === 'refuse') return void upstream.write(data)
    count(fault)
    if (fault === 'reset_before') return void client.resetAndDestroy()
    if (fault === 'reset_after') {
      upstream.removeAllListeners('data')
      return void upstream.end(data, () => client.resetAndDestroy())
    }
    client.pause()
    setTimeout(
      () => {
        if (upstream.destroyed) return
        upstream.write(data)
        client.resume()
      },
      random.int(300, 6_000),
    )
  }

  const server = createServer((client) => {
    if (choose('connection') !== 'refuse') return join(client)
    count('refuse')
    client.on('error', () => undefined)
    client.resetAndDestroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on TCP: the address is one.
  const { port } = server.address() as AddressInfo
  return {
    port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
