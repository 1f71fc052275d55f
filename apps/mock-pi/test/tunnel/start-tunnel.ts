import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect as connectTls } from 'node:tls'
import { onTestFinished } from 'vitest'
import { addressOf } from '../../src/command/use-mock.ts'
import { openEntrances } from '../../src/tunnel/open-entrances.ts'
import { haveFolder } from '../have-folder.ts'
import { startMock } from '../start-mock.ts'
import type { MockPiOptions } from '../../src/server/start-mock-pi.ts'

/** A mock with both entrances. `said` is what they say to the user. */
export async function startTunnel({
  onlyPi = false,
  env = {},
  ...options
}: MockPiOptions & { onlyPi?: boolean; env?: Record<string, string> } = {}) {
  const mock = await startMock(options)
  const said: string[] = []
  const entrances = await openEntrances({
    mock: addressOf(mock),
    tlsPort: 0,
    connectPort: 0,
    onlyPi,
    env: { MOCK_PI_DATA_DIR: haveFolder(), ...env },
    now: Date.now(),
    log: (line) => said.push(line),
  })
  onTestFinished(() => entrances.close())
  const ports = { tls: Number(entrances.tlsPort), proxy: Number(entrances.connectPort) }
  return { mock, said, ports, ca: entrances.authority.caCertificate }
}

/** Sends bytes and returns all that comes back, until the connection ends. */
export async function sendRaw(port: number, request: string, host = '127.0.0.1'): Promise<string> {
  const socket = connect({ port, host })
  socket.write(request)
  return text(socket)
}

/** A tunnel, or the response of a proxy that opens none. */
export async function openTunnel(port: number, target: string) {
  const socket = connect({ port, host: '127.0.0.1' })
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  const response = String(chunk)
  return response.startsWith('HTTP/1.1 200')
    ? { socket }
    : { response: response + (await text(socket)) }
}

/** A request by https at the TLS listener, which is asked for `servername`. */
export async function getByTls(
  { port, ca, servername }: { port: number; ca: string; servername: string },
  { host = servername, path = '/', verify = true } = {},
): Promise<string> {
  const socket = connectTls({ port, host: '127.0.0.1', ca, servername, rejectUnauthorized: verify })
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return text(socket)
}
