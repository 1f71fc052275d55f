import type { ServerResponse } from 'node:http'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { startFakePi } from './fake-pi.ts'
import { coded, json, silent } from './fake-pi-faults.ts'
import { haveKey } from '../testkit/new-key.ts'
import { startPostgres } from '../testkit/start-postgres.ts'
import { startTestProxy } from './start-test-proxy.ts'

const postgres = await startPostgres()

async function stopAndRespond(res: ServerResponse, payment: unknown) {
  await postgres?.stop()
  json(res, 200, payment)
}

describe.skipIf(postgres == null)('instances on one Postgres', () => {
  afterAll(() => postgres?.remove())

  /** Two instances of the proxy, one Pi, two clients; and the store of the keys, as an operator has it. */
  async function startInstances() {
    const url = (await postgres?.newDatabase()) ?? ''
    await migratePostgres(url)
    const pi = await startFakePi()
    const operator = await openDatabase({ kind: 'postgres', url }, () => {})
    const alice = await haveKey(operator.keys)
    const bob = await haveKey(operator.keys)
    const a = await startTestProxy(pi.url, { DATABASE_URL: url })
    const b = await startTestProxy(pi.url, { DATABASE_URL: url })
    onTestFinished(async () => {
      await a.close()
      await b.close()
      await operator.close()
      await pi.close()
    })
    return { pi, operator, alice, bob, a, b }
  }

  test('P5: a key that is revoked beside instance A is refused by B at once', async () => {
    const { pi, operator, alice, a, b } = await startInstances()
    const second = await haveKey(operator.keys, { clientName: alice.name })
    const ask = async (proxy: typeof a, key: string) =>
      (await proxy.call(`POST u2a/approve/${pi.havePayment('created')}`, { key })).status
    expect([await ask(a, alice.secret), await ask(b, alice.secret)]).toEqual([200, 200])

    await operator.keys.revoke(alice.keyId)

    expect([await ask(b, alice.secret), await ask(a, alice.secret)]).toEqual([401, 401])
    expect([await ask(b, second.secret), await ask(a, second.secret)]).toEqual([200, 200])
  })

  test('P5: the new key of a client acts on what the old one began', async () => {
    const { pi, operator, alice, a, b } = await startInstances()
    const id = pi.havePayment('created')
    await a.call(`POST u2a/approve/${id}`, { key: alice.secret })
    const next = await haveKey(operator.keys, { clientName: alice.name })
    await operator.keys.revoke(alice.keyId)

    expect(await b.call(`POST u2a/abort/${id}`, { key: next.secret })).toMatchObject({
      status: 200,
    })
  })

  test.each(['created', 'paid'] as const)(
    'identical calls on both instances at once have one effect and all return 200 (%s)',
    async (state) => {
      const { pi, alice, a, b } = await startInstances()
      const id = pi.havePayment(state)
      const route =
        state === 'created' ? `POST u2a/approve/${id}` : `POST u2a/complete/${id}/${'a'.repeat(64)}`

      const responses = await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          (index % 2 === 0 ? a : b).call(route, { key: alice.secret }),
        ),
      )

      expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 200))
      expect(responses.map(({ body }) => body.sbResData.row.pending_actions)).toEqual(
        responses.map(() => []),
      )
    },
  )

  test('P7: of two clients that race on two instances one gets the payment, the other 404', async () => {
    const { pi, alice, bob, a, b } = await startInstances()
    for (let round = 0; round < 10; round += 1) {
      const id = pi.havePayment('created')
      const responses = await Promise.all([
        a.call(`POST u2a/approve/${id}`, { key: alice.secret }),
        b.call(`POST u2a/approve/${id}`, { key: bob.secret }),
      ])
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 404])
    }
  })

  test('a lost approval stays pending when another instance is refused the same one', async () => {
    const { pi, alice, a, b } = await startInstances()
    const id = pi.havePayment('created')
    const route = `POST u2a/approve/${id}`
    const reached = Promise.withResolvers<void>()
    pi.fail('approve', (...args) => {
      pi.fail('approve', coded(403, 'brand_new_rule'))
      reached.resolve()
      silent(...args)
    })
    const lost = a.call(route, { key: alice.secret })
    await reached.promise

    expect(await b.call(route, { key: alice.secret })).toMatchObject({
      status: 422,
      body: { sbResData: { row: { pending_actions: [] } } },
    })
    expect(await lost).toMatchObject({
      status: 502,
      body: { sbResData: { row: { status: 'seen', pending_actions: ['approve'] } } },
    })
    expect((await b.call(`GET u2a/details/${id}`)).body.sbResData.row.pending_actions).toEqual([
      'approve',
    ])
  })

  test('P31: without the database every call is 503 with Retry-After and none reaches Pi', async () => {
    const { pi, alice, a } = await startInstances()
    const id = pi.havePayment('created')
    await a.call(`POST u2a/approve/${id}`, { key: alice.secret })
    const before = pi.requests.length
    const load = Array.from({ length: 20 }, () => a.call(`GET u2a/details/${id}`))

    await postgres?.stop()
    await Promise.all(load)
    const seen = pi.requests.length

    for (const key of [alice.secret, undefined, null]) {
      const init = key === undefined ? {} : { key }
      const response = await a.call(`GET u2a/details/${id}`, init)
      expect(response).toMatchObject({ status: 503, body: { success: false, code: 'unavailable' } })
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    for (const action of ['approve', 'abort', `complete`]) {
      const tail = action === 'complete' ? `/${'a'.repeat(64)}` : ''
      expect(await a.call(`POST u2a/${action}/${id}${tail}`)).toMatchObject({ status: 503 })
    }
    expect(pi.requests.length).toBe(seen)
    expect(seen).toBeGreaterThanOrEqual(before)
    expect((await fetch(`${a.url}/healthz`)).status).toBe(200)
    expect((await fetch(`${a.url}/readyz`)).status).toBe(503)

    await postgres?.start()
    expect(await a.call(`GET u2a/details/${id}`, { key: alice.secret })).toMatchObject({
      status: 200,
    })
  })

  test('a database that goes away in the middle: 503, and repeating settles it', async () => {
    const { pi, a } = await startInstances()
    const id = pi.havePayment('created')
    pi.fail(
      'approve',
      (res, payment) => {
        void stopAndRespond(res, payment)
      },
      { when: 'after', times: 1 },
    )

    const response = await a.call(`POST u2a/approve/${id}`)

    expect(response).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(response.body.error).toContain(
      'Whether the payment is approved is unknown; repeating the same call is safe',
    )
    await postgres?.start()
    expect(await a.call(`POST u2a/approve/${id}`)).toMatchObject({
      status: 200,
      body: {
        sbResData: { operation: 'update', row: { status: 'approved', pending_actions: [] } },
      },
    })
    expect(pi.calls('approve')).toBe(1)
  })
})
