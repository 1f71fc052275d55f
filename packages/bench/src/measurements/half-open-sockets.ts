import { connect, type Socket } from 'node:net'
import type { Figure, Measurement } from '../figure.ts'
import { timedGet } from '../load/timed-request.ts'
import { median, quantile } from '../statistics.ts'
import { withProxy, type MockAndProxy } from './with-proxy.ts'

const SOCKETS = 2_000
const PROBES = 200

/** Connects and sends half a request head; never the rest. */
function openHalf(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => resolve(socket))
    socket.on('connect', () => {
      socket.write('GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ')
      resolve(socket)
    })
  })
}

async function probe(port: number): Promise<number[]> {
  const times: number[] = []
  for (let call = 0; call < PROBES; call += 1) {
    const { ms, status } = await timedGet(port, '/healthz', {})
    if (status !== 200) throw new Error(`/healthz answered ${status}`)
    times.push(ms)
  }
  return times
}

/** P18: clients that never finish their request must not keep others waiting. */
async function measure({ proxy }: MockAndProxy): Promise<Figure[]> {
  const { port } = proxy.ready
  const calm = await probe(port)
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => openHalf(port)))
  const busy = await probe(port)
  const open = sockets.filter((socket) => !socket.destroyed).length
  for (const socket of sockets) socket.destroy()
  const p99 = quantile(busy, 0.99)
  return [
    { name: '/healthz alone, p50', value: `${median(calm).toFixed(2)} ms` },
    {
      name: `P18: /healthz beside ${SOCKETS} half-open sockets, p99`,
      value: `${p99.toFixed(1)} ms`,
      budget: '< 200 ms',
      met: p99 < 200,
      note: `${open} still open`,
    },
  ]
}

export const halfOpenSockets: Measurement = {
  name: 'half-open-sockets',
  title: 'Proxy: /healthz while 2,000 clients never finish their request (P18)',
  run: () => withProxy(measure),
}
