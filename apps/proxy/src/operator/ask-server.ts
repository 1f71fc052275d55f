import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { CommandIo } from './command.ts'
import { readLines } from './read-lines.ts'
import {
  operatorReplySchema,
  SOCKET_NAME,
  toLine,
  type OperatorReply,
  type OperatorRequest,
} from './operator-wire.ts'
import { addressSocket, type SocketAddress } from './socket-address.ts'

export type Asked =
  | { ok: true; code: number }
  /** Why the server was not reached, as a sentence: nothing was done. */
  | { ok: false; problem: string }

type Asking = {
  dataDir: string
  request: OperatorRequest
  io: Pick<CommandIo, 'print' | 'complain'>
  /** How long the server may be silent. */
  silentMs?: number
  platform?: NodeJS.Platform
}

const SILENT_MS = 30_000

/** Has the server that holds `dataDir` run a command; prints what it prints, and returns its exit code. */
export async function askServer(asking: Asking): Promise<Asked> {
  const connected = await reach(asking)
  if (!connected.ok) return connected
  const { socket } = connected
  try {
    return { ok: true, code: await converse(socket, asking) }
  } finally {
    socket.destroy()
  }
}

type Reached = { ok: true; socket: Socket } | { ok: false; problem: string }

async function reach({ dataDir, platform }: Asking): Promise<Reached> {
  try {
    const addressed = await addressSocket(dataDir, platform)
    if (!addressed.ok) return addressed
    return { ok: true, socket: await open(addressed.address) }
  } catch (error) {
    return { ok: false, problem: whyNot(error) }
  }
}

async function open({ path, release }: SocketAddress): Promise<Socket> {
  const socket = connect(path)
  try {
    await once(socket, 'connect')
    return socket
  } finally {
    await release()
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
      return `There is no ${SOCKET_NAME} in that folder: the process is starting or stopping, or is another command, or could not make one, and then its log says why`
    case 'ECONNREFUSED':
      return `No one listens on ${SOCKET_NAME} in that folder: its server has just stopped, or was killed`
    case 'EACCES':
    case 'EPERM':
      return `${SOCKET_NAME} in that folder belongs to another user: run the command as the user of the server`
    case undefined:
      throw error
    default:
      return `${SOCKET_NAME} in that folder refuses the connection (${String(code)})`
  }
}

/** How to find out what became of a command whose end was not reported. */
const HOW_TO_LOOK: Record<OperatorRequest['command'], string> = {
  keys: 'Check with proxy keys list, and revoke a key that was made but not shown',
  doctor: 'It only reads',
  payouts: 'Check with proxy payouts list, proxy payouts show ID or proxy payouts lane show',
}

async function converse(socket: Socket, asking: Asking): Promise<number> {
  const { request, io, silentMs = SILENT_MS } = asking
  const ended = await listenTo(socket, { request, io, silentMs })
  if ('exit' in ended) return ended.exit
  io.complain(
    `${ended.why} before it reported how the command ended: whether the command took effect is unknown. ${HOW_TO_LOOK[request.command]}.`,
  )
  return 1
}

type Ended = { exit: number } | { why: string }

async function listenTo(
  socket: Socket,
  { request, io, silentMs }: Pick<Asking, 'request' | 'io'> & { silentMs: number },
): Promise<Ended> {
  let isSilent = false
  socket.setTimeout(silentMs, () => {
    isSilent = true
    socket.destroy()
  })
  socket.write(toLine(request))
  try {
    for await (const line of readLines(socket)) {
      const reply = parseReply(line)
      if (reply == null) return { why: 'The server sent an invalid reply' }
      if ('exit' in reply) return reply
      if ('out' in reply) io.print(reply.out, reply.shows)
      else io.complain(reply.err)
    }
  } catch (error) {
    if (!isConnectionError(error)) throw error
  }
  return {
    why: isSilent
      ? `The server was silent for ${silentMs / 1_000} s`
      : 'The connection to the server broke',
  }
}

function parseReply(line: string): OperatorReply | undefined {
  try {
    const parsed = operatorReplySchema.safeParse(JSON.parse(line))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && 'code' in error
}
