import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keysCommand } from '../src/commands/keys.ts'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase, type Database } from '../src/stores/open-database.ts'
import { createAuthenticate } from '../src/keys/authenticate.ts'
import { describeKeyStore } from './describe-key-store.ts'
import { describeU2aPaymentStore, newPaymentId } from './describe-u2a-payment-store.ts'
import { describeWorldStore } from './describe-world-store.ts'
import { haveKey, newClientName } from '../testkit/new-key.ts'
import { failOnLostConnection } from '../testkit/open-test-database.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const postgres = await startPostgres()
// Two instances of the proxy on one database: each has its own connections.
let url = ''
let here: Database
let there: Database

describe.skipIf(postgres == null)('stores on Postgres', () => {
  beforeAll(async () => {
    url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    here = await openDatabase({ kind: 'postgres', url }, failOnLostConnection)
    there = await openDatabase({ kind: 'postgres', url }, failOnLostConnection)
  })
  afterAll(async () => {
    await here.close()
    await there.close()
    await postgres?.remove()
  })

  describeU2aPaymentStore('Postgres', () => here)
  describeKeyStore('Postgres', () => here)
  describeWorldStore('Postgres', () => here)

  test('of 50 begins by two clients on two instances one client wins', async () => {
    const clients = [await haveKey(here.keys), await haveKey(there.keys)]
    for (let round = 0; round < 20; round += 1) {
      const paymentId = newPaymentId()
      const begun = await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const clientId = clients[index % 2]!.clientId
          const { u2aPayments } = index % 4 < 2 ? here : there
          return u2aPayments.begin({ paymentId, clientId, call: 'approve' })
        }),
      )

      const granted = begun.filter((each) => each != null)
      expect(granted.filter((each) => each.operation === 'insert')).toHaveLength(1)
      expect(new Set(granted.map((each) => each.payment.clientId)).size).toBe(1)
      expect(granted).toHaveLength(25)
    }
  })

  test('a late confirmation of another instance does not move a payment back', async () => {
    const { clientId } = await haveKey(here.keys)
    const txid = 'ab'.repeat(32)
    for (let round = 0; round < 20; round += 1) {
      const paymentId = newPaymentId()
      await here.u2aPayments.begin({ paymentId, clientId, call: `complete:${txid}` })
      await Promise.all([
        ...Array.from({ length: 5 }, () =>
          there.u2aPayments.confirm({ paymentId, status: 'approved', settled: [] }),
        ),
        here.u2aPayments.confirm({ paymentId, status: 'completed', settled: [], txid }),
        ...Array.from({ length: 5 }, () =>
          there.u2aPayments.confirm({ paymentId, status: 'seen', settled: [] }),
        ),
      ])
      expect(await there.u2aPayments.find(paymentId)).toMatchObject({ status: 'completed', txid })
    }
  })

  test('calls that begin and end on two instances at once lose none of the others', async () => {
    const { clientId } = await haveKey(here.keys)
    const txids = Array.from({ length: 10 }, (_, index) => String(index).repeat(64))
    for (let round = 0; round < 20; round += 1) {
      const paymentId = newPaymentId()
      await here.u2aPayments.begin({ paymentId, clientId, call: 'approve' })
      await Promise.all(
        txids.map(async (txid, index) => {
          const { u2aPayments } = index % 2 === 0 ? here : there
          const call = `complete:${txid}` as const
          await u2aPayments.begin({ paymentId, clientId, call })
          if (index < 4) await u2aPayments.refuse(paymentId, call)
          else if (index < 7) {
            await u2aPayments.confirm({ paymentId, status: 'seen', settled: [], call })
          }
        }),
      )
      const found = await there.u2aPayments.find(paymentId)
      expect(found?.pendingCalls.toSorted()).toEqual([
        'approve',
        ...txids.slice(7).map((txid) => `complete:${txid}`),
      ])
    }
  })

  test('P5: of 20 keys made at once for one client on two instances two are live', async () => {
    // New clients, since the first keys of one also make the client.
    for (let round = 0; round < 20; round += 1) {
      const clientName = newClientName()
      const made = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          haveKey(index % 2 === 0 ? here.keys : there.keys, { clientName }),
        ),
      )
      expect(made.filter((each) => each.status === 'fulfilled')).toHaveLength(2)
      const reasons = made.flatMap((each) =>
        each.status === 'rejected' ? [String(each.reason)] : [],
      )
      expect(reasons.every((reason) => reason.includes('key_limit'))).toBe(true)
      const live = (await here.keys.list()).filter((key) => key.name === clientName && key.live)
      expect(live).toHaveLength(2)
    }
  })

  test('P5: a key revoked on one instance is refused on the other at once', async () => {
    const { keyId, secret } = await haveKey(here.keys)
    const authenticate = createAuthenticate({ keys: there.keys, development: false })
    expect(await authenticate(`Bearer ${secret}`)).toMatchObject({ ok: true })

    await here.keys.revoke(keyId)

    expect(await authenticate(`Bearer ${secret}`)).toEqual({ ok: false })
  })

  test('P5: keys are made and revoked by command beside running servers', async () => {
    const printed: string[] = []
    const io = {
      env: { DATABASE_URL: url },
      print: (line: string) => printed.push(line),
      complain: () => undefined,
    }
    const authenticate = createAuthenticate({ keys: there.keys, development: false })

    await keysCommand(['create', '--client', 'beside', '--scopes', 'u2a'], io)
    const key = printed[0] ?? ''
    expect(await authenticate(`Bearer ${key}`)).toMatchObject({
      ok: true,
      client: { name: 'beside', scopes: ['u2a'] },
    })

    expect(await keysCommand(['revoke', key.split('_')[2] ?? ''], io)).toBe(0)
    expect(await authenticate(`Bearer ${key}`)).toEqual({ ok: false })
  })
})
