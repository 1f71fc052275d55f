import { startMockPi } from '@aloha-pi/mock-pi'
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest'
import type { DatabaseConfig } from '../src/config/config.ts'
import { openDatabase } from '../src/database/open-database.ts'
import { failOnLostConnection } from './open-test-database.ts'
import { startManInTheMiddle } from './payouts/start-man-in-the-middle.ts'
import { payoutBody } from './payouts/start-payout-world.ts'
import { runProgram, type Running } from './run-program.ts'
import { createCaller, type Caller } from './start-test-proxy.ts'

const main = new URL('../src/main.ts', import.meta.url)

/** When a command that has ended must be in force in the running server. */
const EFFECT_MS = 1_000

/** What operators' commands must do to a server that runs, whichever way they reach it. */
export function describeOperatorCommands(newDatabase: () => Promise<DatabaseConfig>) {
  let config: DatabaseConfig
  let env: Record<string, string>
  let mock: Awaited<ReturnType<typeof startMockPi>>
  let pi: Awaited<ReturnType<typeof startManInTheMiddle>>
  let server: Running
  let call: Caller
  const secrets: string[] = []

  beforeAll(async () => {
    config = await newDatabase()
    env = config.kind === 'pglite' ? { DATA_DIR: config.dataDir } : { DATABASE_URL: config.url }
    mock = await startMockPi()
    await control('PATCH', '/settings', { ledger_close: 100, a2u_concurrency: 'off' })
    pi = await startManInTheMiddle(mock.url)
    server = runProgram(main, ['serve'], {
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
    })
    call = createCaller(JSON.parse(await server.line(/^\{/)).url)
  })
  afterAll(async () => {
    server.process.kill('SIGKILL')
    await server.ended
    await pi.close()
    await mock.close()
  })

  /** As an operator types it. */
  async function proxy(line: string) {
    const { code, stdout, stderr } = await runProgram(main, line.split(' '), env).ended
    return { code, stderr, lines: stdout.split('\n').slice(0, -1), at: performance.now() }
  }

  async function control(method: string, path: string, body: object) {
    const headers = { 'content-type': 'application/json' }
    const init = { method, headers, body: JSON.stringify(body) }
    return (await fetch(`${mock.url}/_mock${path}`, init)).json() as Promise<{
      user: { uid: string }
    }>
  }

  async function create(username: string): Promise<void> {
    await control('POST', '/users', { username })
    const scopes = ['payments', 'wallet_address']
    const { user } = await control('POST', '/sign-in', { username, scopes })
    const answer = await call('POST a2u/create', { body: payoutBody(user.uid) })
    expect(answer.status).toBe(202)
  }

  /** The only payout in this state, once there is one. */
  async function payoutIn(state: string) {
    return until(async () => {
      const { lines } = await proxy(`payouts list --state ${state}`)
      const [, id, payment] = /^(\S+) .* payment (\S+) /.exec(lines[0] ?? '') ?? []
      return id == null || payment == null ? undefined : { id, payment }
    })
  }

  /** A payout that Pi made with another amount than asked for. */
  async function havePayoutHeld(username: string) {
    pi.twist(({ path, body }) =>
      path.startsWith('/v2/payments') ? body.replace('"amount":3.14', '"amount":31.4') : undefined,
    )
    await create(username)
    const payout = await payoutIn('held')
    pi.straight()
    return payout
  }

  /** How long after the command ended the proxy had sent such a request to Pi. */
  async function effectMs(
    at: number,
    { since, method, path }: { since: number; method: string; path: string },
  ): Promise<number> {
    await until(async () =>
      pi.seen
        .slice(since)
        .find((request) => request.method === method && request.path.startsWith(path)),
    )
    return performance.now() - at
  }

  async function note({ annotate }: TestContext, what: string, ms: number) {
    await annotate(`${what}: in force ${Math.round(ms)} ms after the command ended`)
    expect(ms).toBeLessThan(EFFECT_MS)
  }

  /** Whether this key is accepted: then the body is refused. */
  async function isAccepted(key: string): Promise<boolean> {
    const { status } = await call('POST u2a/approve/abc', { key, body: '{"unknown":1}' })
    expect([400, 401]).toContain(status)
    return status === 400
  }

  test('a key that is made beside the server is accepted at once, and refused once it is revoked', async (context) => {
    const made = await proxy('keys create --client shop --scopes u2a,read')
    const [key = ''] = made.lines
    expect(made).toMatchObject({ code: 0, lines: [expect.stringMatching(/^aloha_live_\w+$/)] })
    expect(made.stderr).toContain('This is the only time that the key is shown.')
    expect(await isAccepted(key)).toBe(true)
    await note(context, 'keys create', performance.now() - made.at)
    const [, , keyId, secret = ''] = key.split('_')
    secrets.push(secret)

    expect((await proxy('keys list')).lines).toEqual([
      expect.stringMatching(`^${keyId} shop u2a,read, made .*, never expires$`),
    ])
    const revoked = await proxy(`keys revoke ${keyId}`)
    expect(await isAccepted(key)).toBe(false)
    await note(context, 'keys revoke', performance.now() - revoked.at)
    expect(revoked).toMatchObject({ code: 0, lines: [`Key ${keyId} is revoked`], stderr: '' })
  })

  test('a command that is refused ends beside the server as it does alone', async () => {
    expect(await proxy('keys revoke 00000000000')).toMatchObject({
      code: 1,
      lines: [],
      stderr: 'There is no key 00000000000: proxy keys list shows all.\n',
    })
    expect(await proxy('payouts show nowhere')).toMatchObject({ code: 1, lines: [] })
    expect(await proxy('payouts shw nowhere')).toMatchObject({ code: 2, lines: [] })
  })

  test('of three keys that are made at once for one client two are made', async () => {
    const line = 'keys create --client busy --scopes read'
    const made = await Promise.all([proxy(line), proxy(line), proxy(line)])
    expect(made.map(({ code }) => code).sort()).toEqual([0, 0, 1])
    const { lines } = await proxy('keys list')
    expect(lines.filter((key) => key.includes(' busy '))).toHaveLength(2)
  })

  test('a held payout is shown, and released to be paid', async (context) => {
    const { id, payment } = await havePayoutHeld('held-to-retry')
    const shown = (await proxy(`payouts show ${payment}`)).lines.join('\n')
    expect(shown).toContain('held in creating: payment_amount_differs')
    const since = pi.seen.length

    const released = await proxy(`payouts release ${id} retry`)
    expect(released).toMatchObject({ code: 0, lines: [expect.stringMatching(`^${id}  creating `)] })
    const ms = await effectMs(released.at, { since, method: 'GET', path: '/v2/payments' })
    await note(context, 'payouts release retry', ms)
    expect((await payoutIn('completed')).id).toBe(id)
  })

  test('a held payout is released to be cancelled', async (context) => {
    const { id, payment } = await havePayoutHeld('held-to-cancel')
    const since = pi.seen.length
    const released = await proxy(`payouts release ${id} cancel`)
    expect(released.code).toBe(0)
    const path = `/v2/payments/${payment}`
    const ms = await effectMs(released.at, { since, method: 'POST', path: `${path}/cancel` })
    await note(context, 'payouts release cancel', ms)
    expect((await payoutIn('cancelled')).id).toBe(id)
  })

  test('a payout that waits is due at once when it is retried', async (context) => {
    pi.twist(({ path }) => (path.startsWith('/v2/') ? 'lost' : undefined))
    await create('waits')
    const { id } = await payoutIn('creating')
    // Each visit in vain doubles the wait.
    await until(async () => {
      const shown = (await proxy(`payouts show ${id}`)).lines.join('\n')
      const next = /next at (\S+Z)/.exec(shown)?.[1] ?? ''
      return Date.parse(next) - Date.now() > 5_000 ? next : undefined
    })
    pi.straight()
    const since = pi.seen.length
    const retried = await proxy(`payouts retry ${id}`)
    expect(retried.code).toBe(0)
    const ms = await effectMs(retried.at, { since, method: 'GET', path: '/v2/payments' })
    await note(context, 'payouts retry', ms)
    await until(async () => (await proxy(`payouts show ${id}`)).lines[0]?.includes('completed'))
  })

  test('a quarantine of the wallet is begun, and no secret was logged on the way', async () => {
    const line = `payouts quarantine ${mock.wallet.address} --seconds 3600`
    expect(await proxy(line)).toMatchObject({ code: 0 })

    server.process.kill('SIGTERM')
    const { code, stderr } = await server.ended
    expect(code).toBe(0)
    await using database = await openDatabase(config, failOnLostConnection)
    const { rows } = (await database.db.execute(
      `SELECT quarantine_until > now() + interval '55 minutes' AS runs FROM wallet_lane`,
    )) as unknown as { rows: unknown[] }
    expect(rows).toEqual([{ runs: true }])
    expect(secrets.length).toBeGreaterThan(0)
    for (const secret of secrets) expect(stderr).not.toContain(secret)
    const logged = stderr.split('\n').filter((line) => line.includes('an operator command'))
    expect(logged.length > 10).toBe(config.kind === 'pglite')
  })

  test('once the server is stopped the commands work on its database as before', async () => {
    expect((await proxy('keys list')).lines).toHaveLength(3)
    expect((await proxy('payouts list --state cancelled')).lines).toHaveLength(1)
  })
}

/** The first result that is there; looked at again and again. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 30_000
  while (performance.now() < deadline) {
    const found = await look()
    if (found != null && found !== false) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`Never in 30 s: ${String(look)}`)
}
