import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failOnLostConnection, makeTempDir } from '../../testkit/open-test-database.ts'
import { haveLane, havePayout, moveOf } from '../../test/payouts/have-lane.ts'
import { newEnvelope } from '../../test/payouts/new-payout.ts'
import type { Env } from '../config/env.ts'
import { openDatabase } from '../stores/open-database.ts'
import type { Payout } from '../payouts/model/payout.ts'
import { payoutsCommand } from './payouts.ts'

let env: Env
let source = ''
let held: Payout
let received: Payout
const XDR = 'SIGNEDXDRCANARY'
const folder = await makeTempDir()
afterAll(() => folder.remove())

beforeAll(async () => {
  const dataDir = join(folder.path, 'data')
  env = { DATA_DIR: dataDir }
  await using database = await openDatabase({ kind: 'pglite', dataDir }, failOnLostConnection)
  const lane = await haveLane(database.payouts)
  source = lane.source
  received = await havePayout(database.payouts, lane.lease)
  const set = { piId: 'PaymentOfTheOperator' }
  held = await havePayout(database.payouts, lane.lease, 'created', { set })
  const envelope = newEnvelope(held.id, source, { xdr: XDR })
  const hold = { heldReason: 'payment_uid_differs', heldFrom: 'created' } as const
  const changes = [
    { type: 'add_envelope', envelope } as const,
    {
      type: 'settle_envelope',
      hash: envelope.hash,
      status: 'dead',
      evidence: { because: 'expired' },
    } as const,
    moveOf(held, 'held', hold),
  ]
  await database.payouts.apply(lane.lease, changes, null)
})

async function payouts(line: string) {
  const printed: string[] = []
  const complaints: string[] = []
  const code = await payoutsCommand(line.split(' ').filter(Boolean), {
    env,
    print: (text) => printed.push(text),
    complain: (text) => complaints.push(text),
  })
  return { code, printed, complaints }
}

test('payouts are listed, newest first, and by state', async () => {
  const all = await payouts('list')
  expect(all).toMatchObject({ code: 0, complaints: [] })
  expect(all.printed).toEqual([
    expect.stringMatching(`^${held.id}  held .*3.0000000 Pi .*PaymentOfTheOperator`),
    expect.stringMatching(`^${received.id}  received `),
  ])
  expect((await payouts('list --state held,paid')).printed).toHaveLength(1)
  expect((await payouts('list --limit 1')).printed).toHaveLength(1)
  expect(await payouts('list --state failed')).toMatchObject({ code: 0, printed: [] })
})

test('a payout is shown by either id with its envelopes and its history, but no signed transaction', async () => {
  for (const id of [held.id, 'PaymentOfTheOperator']) {
    const { code, printed } = await payouts(`show ${id}`)
    expect(code).toBe(0)
    const text = printed.join('\n')
    expect(text).toContain('held in created: payment_uid_differs')
    expect(text).toMatch(/envelope [0-9a-f]{64} dead, sequence 101, .*because=expired/)
    expect(text).toMatch(/nothing -> received .*key_id=KEY00000001/)
    expect(text).toMatch(/created -> held/)
    expect(text).not.toContain(XDR)
  }
})

test('a held payout is released once, and not retried before', async () => {
  expect(await payouts(`retry ${held.id}`)).toMatchObject({ code: 1, printed: [] })
  expect(await payouts(`release ${held.id} retry`)).toMatchObject({
    code: 0,
    printed: [expect.stringContaining('created')],
  })
  expect(await payouts(`release ${held.id} retry`)).toMatchObject({
    code: 1,
    complaints: [expect.stringContaining('Only a held payout')],
  })
  expect(await payouts(`retry ${held.id}`)).toMatchObject({ code: 0 })
  expect((await payouts(`show ${held.id}`)).printed.join('\n')).toMatch(
    /held -> created .*by=operator/,
  )
})

test('a quarantine is begun for a wallet', async () => {
  expect(await payouts(`quarantine ${source} --seconds 60`)).toMatchObject({ code: 0 })
  await using database = await openDatabase(
    { kind: 'pglite', dataDir: String(env['DATA_DIR']) },
    failOnLostConnection,
  )
  const { rows } = (await database.db.execute(
    'SELECT quarantine_until > now() AS runs FROM wallet_lane',
  )) as unknown as { rows: unknown[] }
  expect(rows).toEqual([{ runs: true }])
})

test('an unknown payout is reported', async () => {
  for (const command of ['show', 'retry']) {
    expect(await payouts(`${command} ${'0'.repeat(28)}`)).toMatchObject({
      code: 1,
      complaints: [expect.stringContaining('There is no payout')],
    })
  }
})

test('wrong arguments are a sentence and the usage', async () => {
  expect(await payouts('settle')).toEqual({
    code: 2,
    printed: [],
    complaints: [expect.stringMatching(/^payouts settle takes .*\.\nproxy payouts list /)],
  })
})
