import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A proxy that opens every tunnel, to nowhere, and keeps what it was asked and what was said in the tunnels. */
export async function startProxy() {
  const asked: string[] = []
  const tunnelled: Buffer[] = []
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`)
    res.end('from the proxy')
  })
  server.on('connect', (req, socket) => {
    asked.push(`CONNECT ${req.url}`)
    socket.on('data', (data: Buffer) => tunnelled.push(data))
    socket.on('end', () => socket.end())
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Bound to an address, so the address is not that of a pipe.
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, asked, tunnelled }
}
