import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { openDatabase } from '../src/stores/open-database.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'
import { mayRead } from '../testkit/may-read.ts'
import { QUICK_START } from '../testkit/run-program.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const main = fileURLToPath(proxyProgram())

/** A folder that is removed after the test. */
export async function haveFolder(): Promise<string> {
  const folder = await makeTempDir()
  onTestFinished(() => folder.remove())
  return folder.path
}

const OTHER_USER = { uid: 65_534, gid: 65_534 }

/** The id of another user, for a start; where there can be none, the test is skipped with the reason. */
export async function otherUser(skip: (reason: string) => never): Promise<number> {
  if (process.getuid?.() !== 0) return skip('only root starts a program as another user')
  if (!(await mayRead(main, OTHER_USER))) return skip(`another user may not read ${main}`)
  return OTHER_USER.uid
}

export type StartWish = {
  command?: string
  limit?: number
  uid?: number
  log?: string
  nodeFlag?: string
  nodeOptions?: string
}

/** Starts the proxy in front of nothing, where it must fail, and returns how it ended. */
export async function startRefused(dataDir: string, wish: StartWish = {}) {
  const { command = 'serve', limit, uid, log, nodeFlag = '', nodeOptions } = wish
  const limits = limit == null ? '' : `ulimit -n ${limit};`
  const redirect = log == null ? '' : `2>${log}`
  const line = `${limits} exec "$0" ${QUICK_START} ${nodeFlag} "$1" ${command} ${redirect}`
  const child = spawn('sh', ['-c', line, process.execPath, main], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid == null ? {} : { uid, gid: uid }),
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      PI_API_URL: 'http://127.0.0.1:9',
      PI_API_KEY: 'test',
      PORT: '0',
      METRICS_PORT: 'off',
      DATA_DIR: dataDir,
      ...(nodeOptions == null ? {} : { NODE_OPTIONS: nodeOptions }),
    },
  })
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  clearTimeout(late)
  return { code, stdout, stderr }
}

/** One sentence, exit 1, nothing on standard output. */
export async function expectRefusal(
  start: Promise<{ code: number | null; stdout: string; stderr: string }>,
) {
  const { code, stdout, stderr } = await start
  expect({ code, stdout, lines: stderr.trim().split('\n').length, stderr }).toMatchObject({
    code: 1,
    stdout: '',
    lines: 1,
  })
  return stderr.trim()
}

// The program; PGlite and a command; PGlite, both upstreams and the fewest connections. The metrics port is off.
const PROGRAM_NEEDS = 48
export const COMMAND_NEEDS = 112
const SERVE_NEEDS = 176

/** With so few file descriptors a command is refused for the want of as many as it needs. */
export const tooFewDescriptors = [
  ...[22, 24, 28, 40, 47].map((limit) => ['serve', limit, PROGRAM_NEEDS] as const),
  ...[60, 70, 90, 110, 125, 160, 175].map((limit) => ['serve', limit, SERVE_NEEDS] as const),
  ...[28, 47].map((limit) => ['keys list', limit, PROGRAM_NEEDS] as const),
  ...[70, 90, 111].map((limit) => ['keys list', limit, COMMAND_NEEDS] as const),
  ['migrate', 111, COMMAND_NEEDS] as const,
]

/** How a start with so few ends: what it says, and what it leaves in the folder. */
export async function startWithFew(command: string, limit: number) {
  const folder = await haveFolder()
  const sentence = await expectRefusal(startRefused(join(folder, 'data'), { command, limit }))
  return { sentence, left: await readdir(folder) }
}

export const needsMore = (limit: number, needed: number) =>
  `This process may open ${limit} files at once (ulimit -n), and the proxy needs at least ${needed}: raise the limit.`

/** A database of PGlite that no process has open. */
export async function haveDatabase(dataDir: string) {
  await using _ = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
}
