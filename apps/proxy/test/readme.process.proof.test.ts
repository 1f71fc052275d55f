import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { makeTempDir } from '../testkit/open-test-database.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')
const commandsOf = (text: string) => /```sh\n(.*?)```/s.exec(text)?.[1]?.trim().split('\n') ?? []
const [create = '', serve = ''] = commandsOf(read('../README.md'))
const keys = commandsOf(read('../docs/configuration.md'))

const folder = await makeTempDir()
afterAll(() => folder.remove())
/** As pasted, except for the data of the user who runs the tests, and ports that may be taken. */
const env = { ...process.env, DATA_DIR: folder.path, PORT: '0', METRICS_PORT: '0' }
/** As pasted, except that the pnpm at hand serves for npx, which would ask the registry. */
const withoutNpx = (line: string) => `npx() { shift 2; pnpm "$@"; }\n${line}`

const paste = (line: string) =>
  promisify(execFile)('bash', ['-euc', withoutNpx(line)], { cwd: ROOT, env })

test('the commands of the README make a key and start a proxy that takes it', async () => {
  const { packageManager } = JSON.parse(read('../../../package.json'))
  expect(create).toContain(`npx -y ${packageManager} -s proxy keys create`)
  expect(serve).toContain(` npx -y ${packageManager} proxy `)

  const { stdout } = await paste(create)
  expect(stdout).toMatch(/^aloha_live_\w+\n$/)
  const url = await startPasted(serve)

  // The body is refused, and with it the key accepted, before anything is sent to Pi.
  const response = await fetch(`${url}/v1/transaction/u2a/approve/abc`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' },
    body: '{"unknown":1}',
  })
  expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_request' }])
})

test('the commands of the documents make, list and revoke a key', async () => {
  const [make = '', list = '', revoke = ''] = keys
  const { stdout: key } = await paste(make.replace('--client shop', '--client documents'))
  const keyId = key.split('_')[2] ?? ''
  expect((await paste(list)).stdout).toContain(`${keyId} documents u2a,read`)
  expect((await paste(revoke.replace(' ID ', ` ${keyId} `))).stdout).toContain(
    `Key ${keyId} is revoked`,
  )
})

/** Runs a line in a shell at the root of the clone; returns the URL that the proxy prints. */
async function startPasted(line: string): Promise<string> {
  const shell = spawn('bash', ['-euc', withoutNpx(line)], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C in a terminal reaches the whole group.
    detached: true,
  })
  const ended = once(shell, 'close')
  onTestFinished(async () => {
    process.kill(-Number(shell.pid), 'SIGINT')
    await ended
  })
  for await (const printed of createInterface({ input: shell.stdout })) {
    const url = /^aloha-pi proxy +(http:\S+)$/.exec(printed)?.[1]
    if (url != null) return url
  }
  throw new Error('The proxy ended before it was ready')
}
