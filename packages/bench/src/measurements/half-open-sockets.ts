import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Figure, Measurement } from '../figure.ts'
import { timedGet } from '../load/timed-request.ts'
import { median, quantile } from '../statistics.ts'
import { withProxy, type MockAndProxy } from './with-proxy.ts'

const HALF_OPEN = 2_000
/** As many as the proxy has places. */
const SILENT = 5_000
const PROBES = 200
/** `headersTimeout`, the time between two checks, and the time that a connection stays after its 408. */
const LAST_SECOND = 10 + 2 + 1
const HALF_A_HEAD = 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: '

/** Connects and sends these bytes, perhaps none; never the rest of a request, and never closes its end. */
function open(port: number, bytes: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.resume()
    socket.on('error', () => resolve(socket))
    socket.on('connect', () => {
      if (bytes !== '') socket.write(bytes)
      resolve(socket)
    })
  })
}

function openMany(port: number, count: number, bytes: string): Promise<Socket[]> {
  return Promise.all(Array.from({ length: count }, () => open(port, bytes)))
}

/** Seconds until the proxy has ended every one of them; Infinity if it has not after a minute. */
async function secondsUntilEnded(sockets: readonly Socket[]): Promise<number> {
  const before = performance.now()
  const ended = Promise.all(
    sockets.map((socket) => {
      if (socket.readableEnded || socket.destroyed) return undefined
      return new Promise((resolve) => socket.once('end', resolve).once('error', resolve))
    }),
  )
  const minute = wait(60_000, Infinity, { ref: false })
  return Promise.race([ended.then(() => (performance.now() - before) / 1_000), minute])
}

async function probe(port: number): Promise<number[]> {
  const times: number[] = []
  for (let call = 0; call < PROBES; call += 1) {
    const { ms, status } = await timedGet(port, '/healthz', {})
    if (status !== 200) throw new Error(`/healthz returned ${status}`)
    times.push(ms)
  }
  return times
}

/** P18: clients that never finish their request, or never send a byte, must not keep others waiting. */
async function measure({ proxy }: MockAndProxy): Promise<Figure[]> {
  const { port } = proxy.ready
  const calm = await probe(port)
  const halfOpen = await openMany(port, HALF_OPEN, HALF_A_HEAD)
  const busy = quantile(await probe(port), 0.99)
  for (const socket of halfOpen) socket.destroy()

  const silent = await openMany(port, SILENT, '')
  const full = quantile(await probe(port), 0.99)
  const seconds = await secondsUntilEnded(silent)
  for (const socket of silent) socket.destroy()
  return [
    { name: 'only /healthz, p50', value: `${median(calm).toFixed(2)} ms` },
    besideSockets(`${HALF_OPEN} half-open sockets`, busy),
    besideSockets(`${SILENT} silent sockets, as many as there are places`, full),
    {
      name: 'P18: until every silent socket is closed',
      value: `${seconds.toFixed(1)} s`,
      budget: `<= ${LAST_SECOND} s`,
      met: seconds <= LAST_SECOND,
    },
  ]
}

function besideSockets(sockets: string, p99: number): Figure {
  return {
    name: `P18: /healthz beside ${sockets}, p99`,
    value: `${p99.toFixed(1)} ms`,
    budget: '< 200 ms',
    met: p99 < 200,
  }
}

export const halfOpenSockets: Measurement = {
  name: 'half-open-sockets',
  title: 'Proxy: /healthz while clients never finish their request, or never begin one (P18)',
  run: () => withProxy(measure),
}
