import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { startFakePi } from './fake-pi.ts'
import { makeTempDir } from '../testkit/open-test-database.ts'
import { runProgram } from '../testkit/run-program.ts'
import { PI_KEY } from './start-test-proxy.ts'

const LIMITS = { max: 1_000, perLoopbackAddress: 5_000, headersTimeout: 5_000, linger: 200 }
const FLOOD = 3_000

type Ready = { url: string; metricsUrl: string }

/** A separate proxy process with small limits. */
async function serve() {
  const pi = await startFakePi()
  const folder = await makeTempDir()
  const program = runProgram(new URL('./programs/serve-with-limits.ts', import.meta.url), [], {
    PI_API_URL: pi.url,
    PI_API_KEY: PI_KEY,
    DATA_DIR: join(folder.path, 'data'),
    PORT: '0',
    METRICS_PORT: '0',
    LOG_LEVEL: 'warn',
    CONNECTIONS: JSON.stringify(LIMITS),
  })
  onTestFinished(async () => {
    program.process.kill('SIGKILL')
    await program.ended
    await pi.close()
    await folder.remove()
  })
  return { program, ...(JSON.parse(await program.line(/^\{/)) as Ready) }
}

/** Connects and never sends a byte, and never closes its end: a half-open client of the worst kind. */
function openSilent(url: string, sockets: Socket[]) {
  const socket = connect({
    port: Number(new URL(url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  })
  sockets.push(socket)
  // A connection that the proxy drops is reset or ended: both are expected.
  socket.on('error', () => {})
  socket.resume()
  return once(socket, 'connect').catch(() => {})
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url, { headers: { connection: 'close' } })
  await response.arrayBuffer()
  return response.status
}

test('P18: 3,000 silent connections at 1,000 places: the API and the metrics respond all the while', async () => {
  const { program, url, metricsUrl } = await serve()
  const sockets: Socket[] = []
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })

  for (let opened = 0; opened < FLOOD; opened += 500) {
    await Promise.all(Array.from({ length: 500 }, () => openSilent(url, sockets)))
    expect(await statusOf(`${url}/healthz`)).toBe(200)
    expect(await statusOf(`${metricsUrl}/metrics`)).toBe(200)
  }
  // The metrics port is flooded too: its own places, its own rule.
  await Promise.all(Array.from({ length: 500 }, () => openSilent(metricsUrl, sockets)))
  expect(await statusOf(`${metricsUrl}/metrics`)).toBe(200)
  expect(await statusOf(`${url}/healthz`)).toBe(200)

  // The clients keep their end open: only what the proxy destroys is gone.
  await wait(LIMITS.headersTimeout)
  await expect
    .poll(() => openDescriptors(metricsUrl), { timeout: 30_000, interval: 200 })
    .toBeLessThan(150)
  const text = await (await fetch(`${metricsUrl}/metrics`)).text()
  const dropped = Number(/aloha_connections_dropped_total\{reason="full"\} (\d+)/.exec(text)?.[1])
  const late = Number(/aloha_broken_requests_total (\d+)/.exec(text)?.[1])
  // A slow machine takes so long to connect that some are late before the places are taken.
  expect(dropped).toBeGreaterThan(500)
  expect(late).toBeGreaterThan(500)
  expect(dropped + late).toBeGreaterThanOrEqual(FLOOD)

  program.process.kill('SIGKILL')
  const { stderr } = await program.ended
  const lines = stderr.trim().split('\n')
  expect(lines.length).toBeLessThan(30)
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: 'warn' })
})

/** How many files and sockets the process has open, as its metrics say. */
async function openDescriptors(metricsUrl: string): Promise<number> {
  const text = await (await fetch(`${metricsUrl}/metrics`)).text()
  return Number(/^process_open_fds (\d+)/m.exec(text)?.[1])
}
