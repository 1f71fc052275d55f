import { MAX_NOTIFICATIONS_PER_USER_AND_DAY } from '@aloha-pi/contracts/platform'
import type { MockEvent } from '@aloha-pi/contracts/wire'
import { expect } from 'vitest'
import { fetchJson } from '../fetch-json.ts'
import { NOW, startMock } from '../start-mock.ts'

type Mock = Awaited<ReturnType<typeof startMock>>
type Way = 'key' | 'header' | 'prefix'
const WAYS: readonly Way[] = ['key', 'header', 'prefix']
/** Worlds of one seed have the same keys, uids and ids of payments: whatever they share would show. */
const SEED = 'the same'
const CALLS_PER_FLOW = 2

/** Each worker pays in a world of its own, at the same time as all others, and each world has only its own. Returns how many payments are completed. */
export async function payInWorlds({ workers, flows }: { workers: number; flows: number }) {
  const mock = await startMock({ limits: { journal: CALLS_PER_FLOW * flows + 100 } })
  const all = Array.from({ length: workers }, (_, worker) => openWorker(mock, worker))
  await Promise.all(all.map((worker) => worker.prepare()))
  await Promise.all(all.map((worker) => worker.pay(flows)))
  let completed = 0
  for (const worker of all) completed += worker.check(flows)
  expect(mock.journal.list().total).toBe(0)
  expect(mock.world.payments.size().begun).toBe(1)
  return completed
}

function openWorker(mock: Mock, worker: number) {
  const name = `worker-${worker}`
  const way = WAYS[worker % WAYS.length]!
  const world = mock.worlds.create({ name, ...(way !== 'key' && { seed: SEED }) })
  const events: MockEvent[] = []
  world.onEvent((event) => events.push(event), ['payment', 'request'])
  const memo = `of ${name}`
  const url = way === 'prefix' ? world.url : mock.url
  const headers = {
    'x-worker': name,
    ...(way === 'header' && { 'x-mock-world': name }),
    authorization: `Key ${world.apiKey}`,
  }
  const call = async (path: string, json: unknown = {}) => {
    const { status, body } = await fetchJson(`${url}${path}`, { method: 'POST', headers, json })
    return { status, body }
  }
  const uid = world.world.users.find('alice')?.grants.get(world.appId)?.uid
  const payout = { payment: { amount: 1, memo, metadata: { name }, uid } }
  const notification = { user_uid: uid, title: 'Hello', body: memo, subroute: '/x' }
  const notify = (count: number) =>
    call('/v2/in_app_notifications/notify', {
      notifications: Array.from({ length: count }, () => notification),
    })

  return {
    async prepare() {
      await call('/_mock/clock/freeze')
      await call('/_mock/clock/advance', { ms: (worker + 1) * 1_000 })
      world.faults.add({
        match: { operation: 'platform.payments.complete' },
        when: { every: 2 },
        effect: { type: 'latency', ms: 0 },
      })
      // One payout of an app may be open at a time.
      expect((await call('/v2/payments', payout)).status).toBe(200)
      expect((await call('/v2/payments', payout)).body.error).toBe('ongoing_payment_found')
      await call('/_mock/sign-in', { username: 'alice', scopes: ['in_app_notifications'] })
      expect((await notify(MAX_NOTIFICATIONS_PER_USER_AND_DAY)).status).toBe(201)
      expect((await notify(1)).status).toBe(403)
    },
    async pay(flows: number) {
      for (let flow = 0; flow < flows; flow += 1) {
        const begun = await call('/_mock/payments', { username: 'bob', amount: 0.01, memo })
        const id: string = begun.body.payment.identifier
        await call(`/v2/payments/${id}/approve`)
        const paid = await call(`/_mock/payments/${id}/pay`)
        const { txid } = paid.body.payment.transaction
        const done = await call(`/v2/payments/${id}/complete`, { txid })
        expect(done.body.status?.developer_completed).toBe(true)
      }
    },
    check(flows: number): number {
      const { payments, ledger, clock, journal } = world.world
      const kept = payments.list(flows + 10).filter(({ id }) => !id.startsWith('RKo9'))
      expect(kept.filter((payment) => payment.memo === memo)).toHaveLength(kept.length)
      const { length: completed } = kept.filter(({ state }) => state === 'completed')
      expect(completed).toBe(flows)
      expect(kept).toHaveLength(flows + 1)

      const page = { order: 'asc', limit: flows + 10 } as const
      const sent = ledger.view().transactions({ includeFailed: true }, page)
      expect(new Set(sent.map(({ envelope }) => envelope.hash))).toEqual(
        new Set(kept.flatMap(({ txid }) => txid ?? [])),
      )
      expect(clock.now()).toBe(NOW + (worker + 1) * 1_000)
      const times = new Set(kept.map(({ createdAt }) => createdAt))
      expect([...times]).toEqual([NOW + (worker + 1) * 1_000])

      expect(world.faults.list()).toMatchObject([{ seen: flows, hits: Math.floor(flows / 2) }])
      const { found } = journal.select(() => true, Infinity)
      const owners = found.map((each) => each.headers[each.headers.indexOf('x-worker') + 1])
      expect(new Set(owners)).toEqual(new Set([name]))
      expect(owners).toHaveLength(CALLS_PER_FLOW * flows + 4)
      const seen = events.map((event) =>
        event.kind === 'payment' ? event.payment.payment.memo : event.kind,
      )
      expect(seen.filter((each) => each === memo)).toHaveLength(4 * flows + 1)
      expect(seen.filter((each) => each !== memo && each !== 'request')).toEqual([])
      return completed
    },
  }
}
