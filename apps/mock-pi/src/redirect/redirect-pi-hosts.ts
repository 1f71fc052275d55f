import { Socket } from 'node:net'
import tls, { type ConnectionOptions } from 'node:tls'
import { readConnectArguments } from './connect-arguments.ts'
import { connectionRefused, explainNoMock } from './connection-errors.ts'
import { judgeConnection, judgePlain, type Verdict } from './judge-connection.ts'
import { readMockUrl, type MockAddress } from './mock-url.ts'
import { RedirectedSocket } from './redirected-socket.ts'
import { refuseLookups } from './refuse-lookups.ts'
import { replaceFunction } from './replace-function.ts'

export type RedirectOptions = {
  /** Of the mock. */
  url: string
  /** Of a proxy of this machine whose tunnels lead to the mock, so that they need no redirection. */
  proxy?: string | undefined
}

/** Marks the replacement of `tls.connect`, also for another copy of this module. */
const REDIRECTED_TO = Symbol.for('@aloha-pi/mock-pi/redirect')

/**
 * Sends what this thread asks of the hosts of Pi that the mock serves to the mock at `url`, refuses every other name
 * in Pi's domains, and leaves the rest alone. Returns the undo function, which closes the redirected connections.
 */
export function redirectPiHosts({ url, proxy }: RedirectOptions): () => void {
  const mock = readMockUrl(url)
  if (!mock.ok) throw new Error(`The url of the mock ${mock.rule}`)
  refuseSecond(tls.connect)
  const { address } = mock
  const open = new Set<RedirectedSocket>()
  const undo = [redirectTls(address, open, readProxyPort(proxy)), refusePlain(), refuseLookups()]
  return () => {
    for (const each of undo) each()
    for (const socket of open) socket.destroy()
  }
}

function refuseSecond(connect: typeof tls.connect & { [REDIRECTED_TO]?: string }) {
  const url = connect[REDIRECTED_TO]
  if (url != null)
    throw new Error(`Pi's hosts are already redirected to ${url}: undo that redirection first.`)
}

function readProxyPort(proxy: string | undefined): number | undefined {
  if (proxy == null) return undefined
  const read = readMockUrl(proxy)
  if (!read.ok) throw new Error(`The url of the proxy ${read.rule}`)
  return read.address.port
}

function redirectTls(
  mock: MockAddress,
  open: Set<RedirectedSocket>,
  proxyPort: number | undefined,
) {
  const undo = replaceFunction(tls, 'connect', (args) => {
    const { options, listener } = readConnectArguments(args)
    const verdict = judgeConnection(options, proxyPort)
    if (verdict == null) return undefined
    const socket = connectToMock(verdict, options, mock)
    if (listener != null) socket.once('secureConnect', listener)
    socket.once('close', () => open.delete(socket))
    open.add(socket)
    return { result: socket }
  })
  Object.assign(tls.connect, { [REDIRECTED_TO]: mock.url })
  return undo
}

/** Every other connection begins here: `net.connect`, plain http, and TLS that `tls.connect` does not make. */
function refusePlain() {
  return replaceFunction(Socket.prototype, 'connect', (args, socket) => {
    const verdict = judgePlain(readConnectArguments(args).options)
    if (verdict?.refusal == null || !(socket instanceof Socket)) return undefined
    refuseSoon(socket, connectionRefused(verdict.host, verdict.refusal))
    return { result: socket }
  })
}

function connectToMock({ host, refusal }: Verdict, options: ConnectionOptions, mock: MockAddress) {
  const socket = new RedirectedSocket(options, (error) => explainNoMock(error, host, mock))
  socket.connect({ host: mock.host, port: mock.port })
  if (refusal != null) {
    options.socket?.destroy()
    refuseSoon(socket, connectionRefused(host, refusal))
  }
  return socket
}

/** When the caller has put its listeners on, and before anything is connected. */
function refuseSoon(socket: Socket, error: Error) {
  process.nextTick(() => socket.destroy(error))
}
