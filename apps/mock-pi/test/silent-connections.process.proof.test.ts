import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./programs/serve-with-limits.ts', import.meta.url))
const LIMITS = { max: 1_000, perLoopbackAddress: 5_000, headersTimeout: 5_000, linger: 200 }
const FLOOD = 3_000

async function serve() {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(LIMITS)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let logged = ''
  child.stderr.on('data', (chunk) => (logged += chunk))
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, url: String(url), logged: () => logged.trim().split('\n') }
}

/** Connects and never sends a byte, and never closes its end. */
function openSilent(url: string, sockets: Socket[]) {
  const socket = connect({
    port: Number(new URL(url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  })
  sockets.push(socket)
  // A connection that the mock drops is reset or ended: both are expected.
  socket.on('error', () => {})
  socket.resume()
  return once(socket, 'connect').catch(() => {})
}

// Only Linux shows in a folder what a process has open.
const isLinux = process.platform === 'linux'

test.skipIf(!isLinux)(
  'P18: the mock responds beside 3,000 silent connections at 1,000 places',
  async () => {
    const { child, url, logged } = await serve()
    const sockets: Socket[] = []
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    const status = async () => {
      const response = await fetch(`${url}/_mock`, { headers: { connection: 'close' } })
      await response.arrayBuffer()
      return response.status
    }

    for (let opened = 0; opened < FLOOD; opened += 500) {
      await Promise.all(Array.from({ length: 500 }, () => openSilent(url, sockets)))
      expect(await status()).toBe(200)
    }
    // The clients keep their end open: only what the mock destroys is gone.
    const descriptors = () => readdirSync(`/proc/${child.pid}/fd`).length
    expect(descriptors()).toBeGreaterThan(500)
    await expect.poll(descriptors, { timeout: 30_000, interval: 200 }).toBeLessThan(100)
    expect(await status()).toBe(200)
    expect(logged().length).toBeLessThanOrEqual(10)
    expect(logged()[0]).toBe('dropped a connection: there were too many')
  },
)
