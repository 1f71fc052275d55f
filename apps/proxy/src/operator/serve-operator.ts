import { createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Command } from './command.ts'
import type { Database } from '../stores/open-database.ts'
import { createReportFault } from '../telemetry/logger.ts'
import { findId } from './find-id.ts'
import { listenInFolder } from './listen-in-folder.ts'
import { toLine, type OperatorReply, type OperatorRequest } from './operator-wire.ts'
import { readRequest } from './read-request.ts'

export type OperatorParts = {
  dataDir: string
  database: Database
  commands: Record<OperatorRequest['command'], Command>
  log: Logger
  /** Called after each command: it may have made work. */
  onDone(): void
  limits?: Partial<typeof LIMITS>
  platform?: NodeJS.Platform
}
export type ServedOperator =
  | { ok: true; close(): Promise<void> }
  /** Why there is no socket, as a sentence. */
  | { ok: false; problem: string }

const LIMITS = {
  /** From the connection to the end of its request, and for each piece of a reply that no one reads. */
  idleMs: 5_000,
  /** How long closing waits for commands under way. */
  graceMs: 2_000,
  maxConnections: 64,
}

/** Serves operators' commands on the socket in `dataDir`, whose lock the caller holds. */
export async function serveOperator(parts: OperatorParts): Promise<ServedOperator> {
  const limits = { ...LIMITS, ...parts.limits }
  const reportFault = createReportFault(parts.log)
  const onFault = (error: unknown) => reportFault(undefined, error)
  const connections = new Set<Socket>()
  const running = new Map<Socket, Promise<void>>()
  const server = createServer((socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
    // A caller who is gone: reading or writing to it ends, and the command under way still runs to its end.
    socket.on('error', () => undefined)
    const responded = respond(socket, { ...parts, running, onFault, idleMs: limits.idleMs })
    responded.catch((error: unknown) => {
      onFault(error)
      socket.destroy()
    })
  })
  server.maxConnections = limits.maxConnections
  const bound = await listenInFolder(server, parts.dataDir, parts.platform)
  if (!bound.ok) return bound
  server.on('error', onFault)
  return {
    ok: true,
    async close() {
      const closed = bound.close()
      for (const socket of connections) if (!running.has(socket)) socket.destroy()
      const over = new AbortController()
      await Promise.race([
        Promise.all(running.values()),
        setTimeout(limits.graceMs, undefined, { signal: over.signal }).catch(() => undefined),
      ])
      over.abort()
      if (running.size > 0) parts.log.warn({ count: running.size }, CUT_OFF)
      for (const socket of connections) socket.destroy()
      await closed
    },
  }
}

const CUT_OFF = 'operator commands were interrupted because the server stopped'
const FAULT =
  'The server failed while it ran this command; its log has the error. Whether the command took effect is unknown.'

type Responding = OperatorParts & {
  running: Map<Socket, Promise<void>>
  onFault: (error: unknown) => void
  idleMs: number
}

/** One request and its replies; then the connection ends. */
async function respond(socket: Socket, parts: Responding): Promise<void> {
  const read = await readRequest(socket, parts.idleMs)
  const reply = (message: OperatorReply) => void socket.write(toLine(message))
  if (read.kind === 'refused') {
    parts.log.warn('a request on the operator socket was refused')
    reply({ err: `${read.problem}.` })
    reply({ exit: 2 })
  }
  if (read.kind === 'request') {
    const command = run(read.request, reply, parts)
    parts.running.set(socket, command)
    await command.finally(() => parts.running.delete(socket))
  }
  socket.setTimeout(parts.idleMs, () => socket.destroy())
  socket.destroySoon()
}

async function run(
  { command, args }: OperatorRequest,
  reply: (message: OperatorReply) => void,
  { commands, database, log, onDone, onFault }: Responding,
): Promise<void> {
  let exit = 1
  try {
    exit = await commands[command](args, {
      env: {},
      database,
      print: (out, shows) => reply({ out, ...(shows != null && { shows }) }),
      complain: (err) => reply({ err }),
    })
  } catch (error) {
    onFault(error)
    reply({ err: FAULT })
  }
  log.info({ command, ...describeArguments(args, exit), exit }, 'an operator command')
  reply({ exit })
  onDone()
}

/** Arguments that were refused may be secrets in the wrong place. */
function describeArguments(args: readonly string[], exit: number) {
  if (exit !== 0) return { subcommand: nameOf(args[0]) }
  const words = args[0] === 'lane' ? 2 : 1
  return { subcommand: args.slice(0, words).join(' '), id: findId(args) }
}

/** No secret is one short word of small letters. */
function nameOf(subcommand: string | undefined): string | undefined {
  return subcommand != null && /^[a-z-]{1,20}$/.test(subcommand) ? subcommand : undefined
}
