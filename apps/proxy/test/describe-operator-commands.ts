import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DatabaseConfig } from '../src/config/config.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { noteEffect } from './note-effect.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import {
  COMMAND_EVERY_MS,
  startOperatorWorld,
  until,
  type OperatorWorld,
} from './start-operator-world.ts'

/** What operators' commands must do to a server that runs, whichever way they reach it. */
export function describeOperatorCommands(newDatabase: () => Promise<DatabaseConfig>) {
  let config: DatabaseConfig
  let world: OperatorWorld
  const secrets: string[] = []
  const proxy: OperatorWorld['proxy'] = (line) => world.proxy(line)

  beforeAll(async () => {
    config = await newDatabase()
    world = await startOperatorWorld(config)
  })
  afterAll(() => world.close())

  /** A payout that Pi made with another amount than asked for. */
  async function havePayoutHeld(username: string) {
    const { pi } = world
    pi.twist(({ path, body }) =>
      path.startsWith('/v2/payments') ? body.replace('"amount":3.14', '"amount":31.4') : undefined,
    )
    await world.create(username)
    const payout = await world.payoutIn('held')
    pi.straight()
    return payout
  }

  /** Whether this key is accepted: then the body is refused. */
  async function isAccepted(key: string): Promise<boolean> {
    const { status } = await world.call('POST u2a/approve/abc', { key, body: '{"unknown":1}' })
    expect([400, 401]).toContain(status)
    return status === 400
  }

  test('a key that is made beside the server is accepted at once, and refused once it is revoked', async (context) => {
    const made = await proxy('keys create --client shop --scopes u2a,read')
    const [key = ''] = made.lines
    expect(made).toMatchObject({ code: 0, lines: [expect.stringMatching(/^aloha_live_\w+$/)] })
    expect(made.stderr).toContain('This is the only time that the key is shown.')
    expect(await isAccepted(key)).toBe(true)
    await noteEffect(context, 'keys create', performance.now() - made.at)
    const [, , keyId, secret = ''] = key.split('_')
    secrets.push(secret)

    expect((await proxy('keys list')).lines).toEqual([
      expect.stringMatching(`^${keyId} shop u2a,read, made .*, never expires$`),
    ])
    const revoked = await proxy(`keys revoke ${keyId}`)
    expect(await isAccepted(key)).toBe(false)
    await noteEffect(context, 'keys revoke', performance.now() - revoked.at)
    expect(revoked).toMatchObject({ code: 0, lines: [`Key ${keyId} is revoked`], stderr: '' })
  })

  test('a command that is refused ends beside the server as it does without it', async () => {
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
    const since = world.pi.seen.length

    const released = await proxy(`payouts release ${id} retry`)
    expect(released).toMatchObject({ code: 0, lines: [expect.stringMatching(`^${id}  creating `)] })
    const ms = await world.effectMs(released.at, { since, method: 'GET', path: '/v2/payments' })
    await noteEffect(context, 'payouts release retry', ms)
    expect((await world.payoutIn('completed')).id).toBe(id)
  })

  test('payouts are found by filters, and printed for programs', async () => {
    const { id } = await world.payoutIn('completed')
    const document = JSON.parse(
      (await proxy('payouts list --younger-than 10m --state completed --json')).lines.join('\n'),
    )
    const [row] = document.payouts
    expect(document).toMatchObject({ payouts: [{ payout_id: id }], next_cursor: null })
    for (const filter of [
      `--client ${row.client}`,
      `--key ${row.idempotency_key}`,
      `--uid ${row.uid.toUpperCase()}`,
      `--txid ${row.txid}`,
    ]) {
      const { lines, stderr } = await proxy(`payouts list ${filter} --csv`)
      expect(stderr).toBe('')
      expect(lines).toEqual([
        expect.stringMatching(/^payout_id,.*\r$/),
        expect.stringMatching(`^${id},completed,`),
      ])
    }
    expect(await proxy('payouts list --older-than 1x')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^--older-than must be an age like /),
    })
  })

  test('a held payout is released to be cancelled', async (context) => {
    const { id, payment } = await havePayoutHeld('held-to-cancel')
    const since = world.pi.seen.length
    const released = await proxy(`payouts release ${id} cancel`)
    expect(released.code).toBe(0)
    const path = `/v2/payments/${payment}`
    const ms = await world.effectMs(released.at, { since, method: 'POST', path: `${path}/cancel` })
    await noteEffect(context, 'payouts release cancel', ms)
    expect((await world.payoutIn('cancelled')).id).toBe(id)
  })

  test('a payout that waits is due at once when it is retried', async (context) => {
    world.pi.twist(({ path }) => (path.startsWith('/v2/') ? 'lost' : undefined))
    await world.create('waits')
    const { id } = await world.payoutIn('creating')
    // Each visit in vain doubles the wait.
    await until(async () => {
      const shown = (await proxy(`payouts show ${id}`)).lines.join('\n')
      const next = /next at (\S+Z)/.exec(shown)?.[1] ?? ''
      return Date.parse(next) - Date.now() > 5_000 ? next : undefined
    }, COMMAND_EVERY_MS)
    world.pi.straight()
    const since = world.pi.seen.length
    const retried = await proxy(`payouts retry ${id}`)
    expect(retried.code).toBe(0)
    const ms = await world.effectMs(retried.at, { since, method: 'GET', path: '/v2/payments' })
    await noteEffect(context, 'payouts retry', ms)
    await world.untilState(id, 'completed')
  })

  test('a quarantine of the wallet is begun, and no secret was logged on the way', async () => {
    const line = `payouts quarantine ${world.mock.wallet.address} --seconds 3600`
    expect(await proxy(line)).toMatchObject({ code: 0 })

    const { code, stderr } = await world.stop()
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
