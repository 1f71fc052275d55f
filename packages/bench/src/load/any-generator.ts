// Runs as a separate process. Reads one job as JSON from its arguments, prints one result as JSON.
// For servers whose responses differ in length or come in chunks; one request at a time on each connection.
import { connect, type Socket } from 'node:net'

export type AnyLoadJob = {
  port: number
  /** In turn. */
  requests: readonly string[]
  connections: number
  durationMs: number
}
export type AnyLoadResult = { requests: number; durationMs: number; errors: number }

const job = JSON.parse(process.argv[2] ?? '') as AnyLoadJob
const texts = job.requests.map((text) => Buffer.from(text))
const sockets = new Set<Socket>()
let sent = 0
let requests = 0
let errors = 0
let isOver = false

function nextRequest(): Buffer {
  sent += 1
  return texts[sent % texts.length] ?? Buffer.alloc(0)
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('\r\n0\r\n\r\n')

/** Whether the bytes are one whole response. Only one is under way, so what came is that one. */
function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(HEAD_END)
  if (end === -1) return false
  const head = bytes.toString('latin1', 0, end).toLowerCase()
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1]
  if (length != null) return bytes.length >= end + 4 + Number(length)
  return bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)
}

function drive(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(job.port, '127.0.0.1')
    sockets.add(socket)
    let received: Buffer = Buffer.alloc(0)
    socket.setNoDelay(true)
    socket.on('connect', () => socket.write(nextRequest()))
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      if (!isWhole(received)) return
      if (!received.subarray(0, 10).toString('latin1').startsWith('HTTP/1.1 2')) errors += 1
      received = Buffer.alloc(0)
      requests += 1
      socket.write(nextRequest())
    })
    socket.on('error', () => {
      errors += 1
    })
    socket.on('close', () => {
      // A server that closes a connection ends the measurement of it.
      if (!isOver) errors += 1
      resolve()
    })
  })
}

const startedAt = performance.now()
const done = Array.from({ length: job.connections }, () => drive())
const timer = setTimeout(finish, job.durationMs)
await Promise.all(done)
finish()

function finish() {
  clearTimeout(timer)
  if (isOver) return
  isOver = true
  const result: AnyLoadResult = { requests, durationMs: performance.now() - startedAt, errors }
  for (const socket of sockets) socket.destroy()
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
