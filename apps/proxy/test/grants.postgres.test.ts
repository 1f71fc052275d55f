import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keysCommand } from '../src/commands/keys.ts'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase, type Database } from '../src/stores/open-database.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import { haveLane, havePayout, moveOf } from './payouts/have-lane.ts'
import { newTransaction, newWallet } from './payouts/new-payout.ts'
import { createRunPayouts } from './run-payouts.ts'
import { operatorGrants, serverGrants } from './server-grants.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const postgres = await startPostgres()

describe.skipIf(postgres == null)('the roles that docs/operation.md describes', () => {
  let url = ''
  let admin: Database
  let operator: Database
  const payouts = createRunPayouts(() => operator)

  beforeAll(async () => {
    url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    admin = await openDatabase({ kind: 'postgres', url }, failOnLostConnection)
    await run(
      url,
      `CREATE ROLE proxy_server LOGIN PASSWORD 'test-only'; CREATE ROLE proxy_operator LOGIN PASSWORD 'test-only';
      ${serverGrants} ${operatorGrants}`,
    )
    const own = { kind: 'postgres', url: urlOf('proxy_operator') } as const
    operator = await openDatabase(own, failOnLostConnection)
  })
  afterAll(async () => {
    await admin.close()
    await operator.close()
    await postgres?.remove()
  })

  function urlOf(user: string): string {
    const own = new URL(url)
    own.username = user
    return own.href
  }

  test('the one for operators runs every command', async () => {
    const { source, lease } = await haveLane(admin.payouts)
    const received = await havePayout(admin.payouts, lease)
    const paid = await havePayout(admin.payouts, lease, 'paid')
    const held = await havePayout(admin.payouts, lease, 'created')
    const hold = { heldReason: 'signer_refused', heldFrom: 'created' } as const
    const unmatched = newTransaction(source, { memo: 'PaymentOfNobody000000000' })
    const book = { type: 'book', transactions: [unmatched], fromCursor: null, cursor: '1' } as const
    await admin.payouts.apply(
      lease,
      [moveOf(held, 'held', hold), { ...book, bookedSequence: 101n, tip: null }],
      null,
    )

    const silent = { print: () => undefined, complain: () => undefined }
    const io = { env: {}, database: operator, ...silent }
    expect(await keysCommand(['create', '--client', 'shop', '--scopes', 'read'], io)).toBe(0)
    const [key] = await operator.keys.list()
    expect(await keysCommand(['revoke', String(key?.keyId)], io)).toBe(0)
    for (const line of [
      'list',
      `show ${received.id}`,
      `retry ${received.id}`,
      `cancel ${received.id}`,
      `settle ${paid.id} paid-unconfirmed`,
      `release ${held.id} retry`,
      'pause',
      'pause --client shop',
      'resume',
      'resume --client shop',
      `quarantine ${newWallet()}`,
      `foreign ${unmatched.hash}`,
      'lane show',
      `lane start-at ${newWallet()} 5 6`,
      `lane adopt ${source}`,
      'lane new-deployment',
    ]) {
      const { code, complaints } = await payouts(line)
      expect({ line, code, complaints }).toMatchObject({ line, code: 0 })
    }
  })

  test.each([
    ['proxy_server', 'UPDATE deployment SET is_own = is_own'],
    ['proxy_server', "INSERT INTO payout_pause (scope) VALUES ('all')"],
    ['proxy_server', 'DELETE FROM payout_pause'],
    ['proxy_server', 'UPDATE api_key SET revoked_at = NULL'],
    ['proxy_operator', 'DELETE FROM payout'],
    ['proxy_operator', 'DELETE FROM payout_event'],
    ['proxy_operator', 'UPDATE payout_envelope SET status = status'],
    ['proxy_operator', 'CREATE TABLE extra (id int)'],
  ])('%s may not: %s', async (role, statement) => {
    await expect(run(urlOf(role), statement)).rejects.toMatchObject({ code: '42501' })
  })
})

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
