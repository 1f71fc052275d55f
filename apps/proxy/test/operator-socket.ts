import { mkdir } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createCommandIo, type Command } from '../src/operator/command.ts'
import type { Database } from '../src/stores/open-database.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { askServer } from '../src/operator/ask-server.ts'
import { serveOperator, type OperatorParts } from '../src/operator/serve-operator.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'

/** Prints its arguments, and ends with 3. */
export const echo: Command = async (args, { print, complain }) => {
  print(args.join(' '))
  complain('line one\nline two')
  return 3
}

/** A command without an end, and when it began. */
export function createHang(): { hang: Command; begun: Promise<void> } {
  const begun = Promise.withResolvers<void>()
  const hang: Command = (_, { print }) => {
    print('begun')
    begun.resolve()
    return new Promise(() => undefined)
  }
  return { hang, begun: begun.promise }
}

/** A folder for one test. */
export async function haveFolder(name = 'data'): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  const path = join(folder.path, name)
  await mkdir(path, { recursive: true })
  return path
}

/** A server only on the socket, where a database would prove nothing; `keys` is its command. */
export async function startOperatorSocket(keys: Command, wish: Partial<OperatorParts> = {}) {
  const dataDir = wish.dataDir ?? (await haveFolder())
  const lines: string[] = []
  let done = 0
  const served = await serveOperator({
    dataDir,
    // These commands do not look at it.
    database: {} as Database,
    commands: { keys, payouts: echo, doctor: echo },
    log: createLogger('info', { write: (line) => lines.push(line) }),
    onDone: () => (done += 1),
    ...wish,
    limits: { idleMs: 200, graceMs: 50, ...wish.limits },
  })
  if (!served.ok) throw new Error(served.problem)
  onTestFinished(served.close)
  return { dataDir, socket: join(dataDir, 'operator.sock'), lines, done: () => done, ...served }
}

/** Runs `keys` in the server. What it prints is masked as on the command line. */
export async function ask(dataDir: string, args: string[] = [], wish: { silentMs?: number } = {}) {
  const printed: string[] = []
  const complaints: string[] = []
  const io = createCommandIo(
    {},
    {
      out: (text) => printed.push(text.slice(0, -1)),
      err: (text) => complaints.push(text.slice(0, -1)),
    },
  )
  const asked = await askServer({ dataDir, request: { command: 'keys', args }, io, ...wish })
  return { ...asked, printed, complaints }
}

/** Everything that the server sends until it ends the connection. */
export async function send(socketPath: string, ...pieces: string[]): Promise<string> {
  const socket = connect(socketPath)
  const closed = untilClosed(socket)
  for (const piece of pieces) socket.write(piece)
  let received = ''
  socket.setEncoding('utf8').on('data', (text: string) => (received += text))
  await closed
  return received
}

/** Until the connection is closed. A server that has read enough lets the rest of a request fail. */
export async function untilClosed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('close', resolve))
}
