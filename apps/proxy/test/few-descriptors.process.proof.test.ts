import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readlink } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../src/stores/open-database.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'
import { haveFolder, needsMore, startWithFew, tooFewDescriptors } from './start-refused.ts'

const main = fileURLToPath(proxyProgram())

/** A proxy in front of nothing that may open this many files. */
async function serve(limit: number): Promise<{ url: string; metricsUrl: string }> {
  const dataDir = join(await haveFolder(), 'data')
  const child = spawn('sh', ['-c', `ulimit -n ${limit}; exec "$0" "$1"`, process.execPath, main], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PI_API_URL: 'http://127.0.0.1:9',
      PI_API_KEY: 'test',
      PORT: '0',
      METRICS_PORT: '0',
      PROXY_READY: 'json',
      DATA_DIR: dataDir,
    },
  })
  const ended = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(() => ['null']),
  ])
  return JSON.parse(line) as { url: string; metricsUrl: string }
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(3_000),
  })
  await response.arrayBuffer()
  return response.status
}

test.each([192, 256])(
  'with %i descriptors silent connections on both ports keep no one out',
  async (limit) => {
    const { url, metricsUrl } = await serve(limit)
    const sockets: Socket[] = []
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
    })
    const flood = async (target: string, count: number) => {
      const port = Number(new URL(target).port)
      const opened = Array.from({ length: count }, () => {
        const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
        socket.on('error', () => {}).resume()
        sockets.push(socket)
        return once(socket, 'connect').catch(() => {})
      })
      await Promise.all(opened)
    }

    for (let round = 0; round < 3; round += 1) {
      await flood(url, 400)
      await flood(metricsUrl, 100)
      expect(await statusOf(`${url}/healthz`)).toBe(200)
      expect(await statusOf(`${url}/readyz`)).toBe(200)
      expect(await statusOf(`${metricsUrl}/metrics`)).toBe(200)
    }
  },
)

test.skipIf(process.platform !== 'linux')(
  'PGlite keeps at most 64 files open, however many it used',
  async () => {
    const dataDir = join(await haveFolder(), 'data')
    await using database = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
    const { db } = database
    for (let table = 0; table < 100; table += 1) {
      await db.execute(`CREATE TABLE many${table} (id int PRIMARY KEY, content text)`)
      await db.execute(`INSERT INTO many${table} VALUES (1, 'one')`)
      expect(await countOpen(dataDir)).toBeLessThanOrEqual(64)
    }
    await db.execute('ANALYZE')
    const open = await countOpen(dataDir)
    expect(open).toBeGreaterThan(20)
    expect(open).toBeLessThanOrEqual(64)
  },
)

/** How many files in a folder this process has open. */
async function countOpen(folder: string): Promise<number> {
  const open = (await readdir('/proc/self/fd')).map((each) =>
    readlink(join('/proc/self/fd', each)).catch(() => ''),
  )
  return (await Promise.all(open)).filter((path) => path.startsWith(`${folder}/`)).length
}

test.each(tooFewDescriptors)(
  '%s with %i file descriptors is refused with what it needs',
  async (command, limit, needed) =>
    expect(await startWithFew(command, limit)).toEqual({
      sentence: needsMore(limit, needed),
      left: [],
    }),
)
