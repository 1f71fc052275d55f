import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import type { MockAddress } from '../redirect/mock-url.ts'
import { forwardRequest } from './forward-request.ts'
import { httpResponse } from './http-response.ts'
import { joinStreams } from './join-streams.ts'
import { judgeTarget, readAuthorityForm, type Target } from './judge-target.ts'
import { isOwnPeer } from './peer-owner.ts'
import { askForTunnel, type UpstreamProxy } from './upstream-proxy.ts'

// Not by an import statement: that one would load the WebSocket client of node:http, 50 ms.
const { createServer } = process.getBuiltinModule('node:http')

export type ConnectProxyOptions = {
  mock: MockAddress
  /** Where tunnels to Pi end. */
  tls: TlsServer
  /** Certificates that other hosts are checked by, as PEM. */
  trusted: string
  /** Through which other hosts are reached; undefined: directly. */
  upstream: UpstreamProxy | undefined
  /** Refuses all hosts that are not of Pi. */
  onlyPi: boolean
  /** Called with the reason of each refusal. */
  log: (line: string) => void
}

const ESTABLISHED = 'HTTP/1.1 200 Connection Established\r\n\r\n'
const HEAD_MS = 10_000
const MAX_CONNECTIONS = 1000
const FOREIGN_USER = 'Only programs of the user who started this proxy may use it.'

/** A proxy as `HTTPS_PROXY` names one. It is for a loopback address, and for programs of this user. */
export function createConnectProxy(options: ConnectProxyOptions): Server {
  const server = createServer(
    { headersTimeout: HEAD_MS, requestTimeout: 0, insecureHTTPParser: false },
    (req, res) => respond(req, res, options),
  )
  server.maxConnections = MAX_CONNECTIONS
  server.on('connect', (req, stream, head) => {
    // Node types it for servers of any stream; this one has sockets only.
    const socket = stream as Socket
    socket.on('error', () => socket.destroy())
    if (head.length > 0) socket.unshift(head)
    openTunnel(req.url ?? '', socket, options)
  })
  return server
}

function openTunnel(
  url: string,
  socket: Socket,
  { tls, upstream, onlyPi, log }: ConnectProxyOptions,
) {
  if (!isOwnPeer(socket)) return refuse(socket, FOREIGN_USER)
  const target = readAuthorityForm(url)
  if (target == null) return void socket.end(httpResponse(400, 'CONNECT needs a host and a port.'))
  const verdict = judgeTarget(target, { onlyPi })
  switch (verdict.kind) {
    case 'refused':
      log(verdict.why)
      return refuse(socket, verdict.why)
    case 'mock':
      socket.write(ESTABLISHED)
      return void tls.emit('connection', socket)
    case 'pass':
      return passOn(socket, target, upstream)
  }
}

function passOn(socket: Socket, target: Target, upstream: UpstreamProxy | undefined) {
  const through = isOnThisMachine(target.host) ? undefined : upstream
  const { host, port } = through ?? target
  const toHost = connect({ host, port })
  socket.once('close', () => toHost.destroy())
  toHost.once('connect', () => {
    if (through == null) socket.write(ESTABLISHED)
    // What it responds reaches the program as it is.
    else toHost.write(askForTunnel(target, through))
    joinStreams(socket, toHost)
  })
  toHost.once('error', (error: NodeJS.ErrnoException) => {
    if (socket.bytesWritten > 0) socket.destroy()
    else socket.end(httpResponse(502, `Cannot connect to ${host}:${port} (${error.code}).`))
  })
}

function isOnThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function refuse(socket: Socket, why: string) {
  socket.end(httpResponse(403, why))
}

function respond(req: IncomingMessage, res: ServerResponse, options: ConnectProxyOptions) {
  const { mock, trusted, onlyPi, log } = options
  if (!isOwnPeer(req.socket)) return say(res, 403, FOREIGN_USER)
  const url = readAbsoluteForm(req.url ?? '')
  if (url == null) return describe(req, res, mock)
  const isTls = url.protocol === 'https:'
  const port = Number(url.port || (isTls ? 443 : 80))
  const verdict = judgeTarget({ host: url.hostname, port, isTls }, { onlyPi })
  switch (verdict.kind) {
    case 'refused':
      log(verdict.why)
      return say(res, 403, verdict.why)
    case 'mock':
      return forwardRequest(req, res, { url, mock, trusted })
    case 'pass':
      return forwardRequest(req, res, { url, mock: undefined, trusted })
  }
}

function readAbsoluteForm(text: string): URL | undefined {
  return /^https?:\/\//i.test(text) ? (URL.parse(text) ?? undefined) : undefined
}

/** For `mock-pi env`: whose proxy this is. */
function describe(
  { method, url }: IncomingMessage,
  res: ServerResponse,
  { url: mock }: MockAddress,
) {
  if (method !== 'GET' || url !== '/') {
    return say(res, 400, `This is a proxy for programs (HTTPS_PROXY). The mock is at ${mock}.`)
  }
  res.writeHead(200, { 'content-type': 'application/json' })
  res.end(JSON.stringify({ mock_pi_proxy: true, url: mock }))
}

function say(res: ServerResponse, status: number, sentence: string) {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
  res.end(`mock-pi: ${sentence}\n`)
}
