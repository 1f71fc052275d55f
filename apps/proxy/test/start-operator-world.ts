import { startMockPi } from '@aloha-pi/mock-pi'
import type { DatabaseConfig } from '../src/config/config.ts'
import { startManInTheMiddle } from './payouts/start-man-in-the-middle.ts'
import { payoutBody } from './payouts/start-payout-world.ts'
import { runProgram } from '../testkit/run-program.ts'
import { runCommand } from '../src/run-command.ts'
import { createCaller } from './start-test-proxy.ts'
import { proxyProgram } from '../testkit/proxy-program.ts'

const main = proxyProgram()

export type OperatorWorld = Awaited<ReturnType<typeof startOperatorWorld>>

/** A mock, a server in front of it as a separate process, and an operator beside the server. */
export async function startOperatorWorld(config: DatabaseConfig) {
  const env: Record<string, string> =
    config.kind === 'pglite' ? { DATA_DIR: config.dataDir } : { DATABASE_URL: config.url }
  const mock = await startMockPi()
  await control('PATCH', '/settings', { ledger_close: 100, a2u_concurrency: 'off' })
  const pi = await startManInTheMiddle(mock.url)
  let { server, call } = await serve()

  async function serve(wish: Record<string, string> = {}) {
    const running = runProgram(main, ['serve'], {
      ...env,
      PI_API_URL: pi.url,
      PI_API_KEY: mock.apiKey,
      PI_WALLET_ADDRESS: mock.wallet.address,
      PI_WALLET_SEED: mock.wallet.seed,
      PORT: '0',
      METRICS_PORT: 'off',
      PROXY_READY: 'json',
      UPSTREAM_TIMEOUT_MS: '2000',
      PAYOUT_LEDGER_MS: '100',
      PAYOUT_WAIT_MS: '0',
      ...wish,
    })
    return { server: running, call: createCaller(JSON.parse(await running.line(/^\{/)).url) }
  }

  /** As an operator types it, in this process: what a separate process adds is in operator-socket.process.proof.test.ts. */
  async function proxy(line: string) {
    let stdout = ''
    let stderr = ''
    const code = await runCommand(
      line.split(' '),
      { ...env },
      {
        out: (text) => (stdout += text),
        err: (text) => (stderr += text),
      },
    )
    const lines = stdout.split('\n').slice(0, -1)
    return { code, stderr, lines, at: performance.now(), date: Date.now() }
  }

  async function control(method: string, path: string, body: object) {
    const headers = { 'content-type': 'application/json' }
    const init = { method, headers, body: JSON.stringify(body) }
    const response = await fetch(`${mock.url}/_mock${path}`, init)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json() as Promise<{ user: { uid: string } }>
  }

  /** The uid of a user who takes payouts. */
  async function newUser(username: string): Promise<string> {
    await control('POST', '/users', { username })
    const scopes = ['payments', 'wallet_address']
    const { user } = await control('POST', '/sign-in', { username, scopes })
    return user.uid
  }

  /** The line of `payouts show` that names the state. */
  async function show(id: string): Promise<string> {
    return (await proxy(`payouts show ${id}`)).lines[0] ?? ''
  }

  return {
    mock,
    pi,
    proxy,
    control,
    newUser,
    show,
    call: (...request: Parameters<typeof call>) => call(...request),
    /** Requests a payout, which returns 202; returns its id and the request. Without `key`: the development key. */
    async create(username: string, { key, amount = 3.14 }: { key?: string; amount?: number } = {}) {
      const body = payoutBody(await newUser(username), { amount })
      const response = await call('POST a2u/create', { body, ...(key != null && { key }) })
      if (response.status !== 202) throw new Error(`Not accepted: ${JSON.stringify(response.body)}`)
      return { id: String(response.body.sbResData.row.payout_id), body }
    },
    /** The only payout in this state, once there is one. */
    payoutIn: (state: string) =>
      until(async () => {
        const { lines } = await proxy(`payouts list --state ${state}`)
        const [, id, payment] = /^(\S+) .* payment (\S+) /.exec(lines[0] ?? '') ?? []
        return id == null || payment == null ? undefined : { id, payment }
      }, COMMAND_EVERY_MS),
    untilState: (id: string, state: string) =>
      until(async () => {
        const line = await show(id)
        return line.startsWith(`${id}  ${state} `) ? line : undefined
      }, COMMAND_EVERY_MS),
    /** How long after the command ended the proxy had sent such a request to Pi. */
    async effectMs(at: number, { since, method, path }: Sent): Promise<number> {
      await until(async () =>
        pi.seen
          .slice(since)
          .find((request) => request.method === method && request.path.startsWith(path)),
      )
      return performance.now() - at
    },
    /** How long after the command ended, by the history of the payout, it came to this state; below 0 before. */
    async reachedMs(date: number, id: string, state: string): Promise<number> {
      const reached = await until(async () => {
        const { lines } = await proxy(`payouts show ${id}`)
        return lines.find((line) => line.includes(` -> ${state} `) || line.endsWith(` -> ${state}`))
      }, COMMAND_EVERY_MS)
      return Date.parse(reached.split(' ')[0] ?? '') - date
    },
    async stop() {
      server.process.kill('SIGTERM')
      return server.ended
    },
    /** Stops the server in order, and starts it again with other settings. */
    async restart(wish: Record<string, string> = {}) {
      server.process.kill('SIGTERM')
      await server.ended
      ;({ server, call } = await serve(wish))
    },
    async close() {
      server.process.kill('SIGKILL')
      await server.ended
      await pi.close()
      await mock.close()
    },
  }
}

type Sent = { since: number; method: string; path: string }

/** A command opens its own connection: not so often that this takes the time of the server. */
export const COMMAND_EVERY_MS = 200

/** The first result that is there; looked at again and again. */
export async function until<T>(look: () => Promise<T | undefined>, everyMs = 5): Promise<T> {
  const deadline = performance.now() + 30_000
  while (performance.now() < deadline) {
    const found = await look()
    if (found != null && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  throw new Error(`Never in 30 s: ${String(look)}`)
}
