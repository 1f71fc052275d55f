import { chmod, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startWatchedProxy } from './start-watched-proxy.ts'

const NAMES = ['configuration', 'database', 'Pi key', 'network', 'wallet', 'clock', 'caps']
const verdictsOf = (lines: readonly string[]) =>
  lines.flatMap((line) => {
    const [, verdict, name] = /^(passed|failed|skipped) +(\S+( key)?) /.exec(line) ?? []
    return verdict == null ? [] : [`${verdict} ${name}`]
  })

test('without a fault each line is passed, beside a running server as well, and no secret is printed', async () => {
  const { run, serve, mock, env } = await startWatchedProxy()
  const before = await run('doctor')
  expect(verdictsOf(before.lines)).toEqual(NAMES.map((name) => `passed ${name}`))
  expect(before.code).toBe(0)
  const { pay } = await serve()
  expect(await pay(2, 'one')).toMatchObject({ status: 200 })
  const beside = await run('doctor')
  expect(verdictsOf(beside.lines)).toEqual(NAMES.map((name) => `passed ${name}`))
  expect(beside.printed).toContain('2.0000000 of 10000.0000000 Pi are used in 24 hours')
  for (const secret of [mock.apiKey, mock.wallet.seed]) {
    expect(before.printed + beside.printed).not.toContain(secret)
  }
  expect((await run('doctor now')).code).toBe(2)
  expect(env['PI_API_KEY']).toBe(mock.apiKey)
}, 60_000)

test('what is wrong fails in its line, with a way out and exit code 1', async () => {
  const { run, serve, env, mock } = await startWatchedProxy()
  await serve()
  const other = mock.world.users.find('bob')?.wallet
  const seedFile = `${env['DATA_DIR']}-seed`
  await writeFile(seedFile, mock.wallet.seed)
  await chmod(seedFile, 0o644)
  const cases: [name: string, variables: object, says: RegExp][] = [
    ['Pi key', { PI_API_KEY: `${mock.apiKey.slice(0, -4)}xxxx` }, /Pi refuses PI_API_KEY \(401/],
    ['wallet', { PI_WALLET_SEED: other?.seed }, /must belong to PI_WALLET_ADDRESS/],
    ['wallet', { PI_WALLET_SEED: undefined, PI_WALLET_SEED_FILE: seedFile }, /chmod 600 .*-seed/s],
    ['caps', { PAYOUTS: 'off' }, /PAYOUTS=off/],
  ]
  for (const [name, variables, says] of cases) {
    const found = await run('doctor', variables as Record<string, string>)
    expect(found).toMatchObject({ code: 1, printed: expect.stringMatching(says) })
    expect(verdictsOf(found.lines)).toEqual(
      NAMES.map((each) => `${each === name ? 'failed' : 'passed'} ${each}`),
    )
    const at = found.lines.findIndex((line) => line.startsWith('failed'))
    expect(found.lines[at + 1]).toMatch(/^ +-> .{20,}\.$/)
    expect(found.printed).not.toContain(mock.wallet.seed)
  }
})

test('a clock that differs from the ledger is named with how much', async () => {
  const { run, mock } = await startWatchedProxy()
  mock.world.clock.advance(90_000)
  mock.world.ledger.close()
  const found = await run('doctor')
  expect(found.code).toBe(1)
  expect(found.printed).toMatch(/failed +clock +This machine is [6-9]\d\.\d s behind the newest/)
})

test('without a wallet its line is skipped; without upstreams those lines fail', async () => {
  const { run, mock } = await startWatchedProxy()
  const without = await run('doctor', { PI_WALLET_ADDRESS: '', PI_WALLET_SEED: '' })
  expect(without.code).toBe(0)
  expect(verdictsOf(without.lines)).toContain('skipped wallet')
  await mock.close()
  const down = await run('doctor')
  expect(down.code).toBe(1)
  for (const name of ['Pi key', 'network', 'wallet', 'clock']) {
    expect(verdictsOf(down.lines)).toContain(`failed ${name}`)
  }
  expect(verdictsOf(down.lines)).toContain('passed database')
})

test('a wrong configuration is all that is checked', async () => {
  const { run, mock } = await startWatchedProxy()
  const found = await run('doctor', { PI_NETWORK: 'Pi', PAYOUT_CAP: '-1' })
  expect(found.code).toBe(1)
  expect(verdictsOf(found.lines)).toEqual(['failed configuration', 'failed configuration'])
  expect(found.printed).not.toContain(mock.apiKey)
})
