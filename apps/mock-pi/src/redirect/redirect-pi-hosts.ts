import { syncBuiltinESMExports } from 'node:module'
import tls, { type ConnectionOptions } from 'node:tls'
import { readConnectArguments } from './connect-arguments.ts'
import { connectionRefused, explainNoMock } from './connection-errors.ts'
import { judgeConnection, type Verdict } from './judge-connection.ts'
import { readMockUrl, type MockAddress } from './mock-url.ts'
import { RedirectedSocket } from './redirected-socket.ts'

/** Marks the replacement of `tls.connect`, also for another copy of this module. */
const REDIRECTED_TO = Symbol.for('@aloha-pi/mock-pi/redirect')

/**
 * Sends what this thread asks of Pi's hosts to the mock at `url`, and nothing else. Answers how to undo it, which
 * closes the connections that were redirected.
 */
export function redirectPiHosts({ url }: { url: string }): () => void {
  const mock = readMockUrl(url)
  if (!mock.ok) throw new Error(`The url of the mock ${mock.rule}`)
  const real = tls.connect
  refuseSecond(real)
  const open = new Set<RedirectedSocket>()
  let undone = false

  const connect = (...args: unknown[]) => {
    const { options, listener } = readConnectArguments(args)
    const verdict = undone ? undefined : judgeConnection(options)
    if (verdict == null) return Reflect.apply(real, tls, args)
    const socket = connectToMock(verdict, options, mock.address)
    if (listener != null) socket.once('secureConnect', listener)
    socket.once('close', () => open.delete(socket))
    open.add(socket)
    return socket
  }
  replaceConnect(Object.assign(connect, { [REDIRECTED_TO]: mock.address.url }))
  return () => {
    undone = true
    for (const socket of open) socket.destroy()
    // Whoever has wrapped it since then goes on calling it, and it passes everything on.
    if (tls.connect === connect) replaceConnect(real)
  }
}

function refuseSecond(connect: typeof tls.connect & { [REDIRECTED_TO]?: string }) {
  const url = connect[REDIRECTED_TO]
  if (url != null)
    throw new Error(`Pi's hosts lead to ${url} already: undo that redirection first.`)
}

function replaceConnect(connect: (...args: never[]) => unknown) {
  Object.assign(tls, { connect })
  // `import { connect } from 'node:tls'` follows only then.
  syncBuiltinESMExports()
}

function connectToMock({ host, refusal }: Verdict, options: ConnectionOptions, mock: MockAddress) {
  const socket = new RedirectedSocket(options, (error) => explainNoMock(error, host, mock))
  socket.connect({ host: mock.host, port: mock.port })
  if (refusal != null) {
    options.socket?.destroy()
    // When the caller has put its listeners on, and before anything is connected.
    process.nextTick(() => socket.destroy(connectionRefused(host, refusal)))
  }
  return socket
}
