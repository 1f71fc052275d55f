// Runs as a separate process. Reads one job as JSON from its arguments, prints one result as JSON.
// Raw sockets and a prepared request: a generator slower than the bare server would flatter every ratio.
import { connect, type Socket } from 'node:net'

export type LoadJob = {
  port: number
  request: string
  connections: number
  /** Requests under way on each connection. */
  pipeline: number
  durationMs: number
  /** Ends sooner, after about so many responses. */
  requests?: number
}
export type LoadResult = { requests: number; durationMs: number; errors: number }

const job = JSON.parse(process.argv[2] ?? '') as LoadJob
const request = Buffer.from(job.request)
const requestTimes = Array.from({ length: job.pipeline + 1 }, (_, count) =>
  Buffer.from(job.request.repeat(count)),
)
const sockets = new Set<Socket>()
let requests = 0
let errors = 0
let isOver = false

/** Bytes of one whole response: all responses to the same request are equally long. */
async function responseLength(): Promise<number> {
  const socket = connect(job.port, '127.0.0.1')
  socket.write(request)
  let response = ''
  for await (const chunk of socket) {
    response += (chunk as Buffer).toString('latin1')
    const head = response.indexOf('\r\n\r\n')
    const length = /content-length: (\d+)/i.exec(response)?.[1]
    if (head < 0 || length == null) continue
    if (!response.startsWith('HTTP/1.1 200')) throw new Error(response.slice(0, 300))
    if (response.length >= head + 4 + Number(length)) break
  }
  socket.destroy()
  return response.length
}

/** Responses that came together are followed by as many requests in one write. */
function drive(length: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(job.port, '127.0.0.1')
    sockets.add(socket)
    let received = 0
    socket.setNoDelay(true)
    socket.on('connect', () => socket.write(requestTimes[job.pipeline] ?? request))
    socket.on('data', (chunk) => {
      received += chunk.length
      const responses = Math.floor(received / length)
      if (responses === 0) return
      if (responses > job.pipeline) errors += 1
      received -= responses * length
      requests += responses
      if (requests >= (job.requests ?? Infinity)) return finish()
      socket.write(requestTimes[responses] ?? request)
    })
    socket.on('error', () => {
      errors += 1
    })
    socket.on('close', () => resolve())
  })
}

const length = await responseLength()
const startedAt = performance.now()
const done = Array.from({ length: job.connections }, () => drive(length))
const timer = setTimeout(finish, job.durationMs)
await Promise.all(done)

function finish() {
  clearTimeout(timer)
  if (isOver) return
  isOver = true
  const result: LoadResult = { requests, durationMs: performance.now() - startedAt, errors }
  for (const socket of sockets) socket.destroy()
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
