import { expect, test } from 'vitest'
import { startMockPi } from '../../src/server/start-mock-pi.ts'
import { fetchJson } from '../fetch-json.ts'
import { startWallet } from './start-wallet.ts'

/**
 * Longer than any test of this file takes: what comes in time was not waited out. The response to a request that was sent
 * later means that the wait has begun.
 */
const LONG = 'wait_ms=25000'

test('a wait for a payment ends with each change, and with none after its time', async () => {
  const { wallet, havePayment, asApp, report } = await startWallet()
  const { id } = await havePayment()
  const path = `/payments/${id}`
  const wait = async (since: number) => (await wallet(`${path}?since=${since}&${LONG}`)).body

  expect(await wait(0)).toMatchObject({ version: 1 })
  expect((await wallet(`${path}?since=1&wait_ms=0`)).body).toMatchObject({ version: 1 })
  expect((await wallet(`${path}?since=1&wait_ms=20`)).body).toMatchObject({ version: 1 })

  const approved = wait(1)
  await wallet('/state')
  await asApp('POST', `/payments/${id}/approve`)
  expect(await approved).toMatchObject({
    version: 2,
    payment: { status: { developer_approved: true } },
  })

  const reported = wait(2)
  await wallet('/state')
  await report('onReadyForServerApproval', { payment_id: id })
  expect((await reported).timeline.at(-1).event).toBe('sdk callback onReadyForServerApproval')

  const paid = wait(3)
  await wallet('/state')
  const { payment } = (await wallet(`${path}/pay`, {})).body
  expect((await paid).payment.transaction).toEqual(payment.transaction)

  const completed = wait(4)
  await asApp('POST', `/payments/${id}/complete`, { txid: payment.transaction.txid })
  expect((await completed).payment.status.developer_completed).toBe(true)
})

test('many wait for one change, and no change of another payment ends a wait', async () => {
  const { wallet, control, havePayment, asApp } = await startWallet()
  const { id } = await havePayment()
  const waits = Array.from({ length: 20 }, () => wallet(`/payments/${id}?since=1&${LONG}`))
  const other = wallet(`/payments/${id}?since=2&wait_ms=300`)
  await control('/payments', { username: 'bob', amount: 1 })
  await asApp('POST', `/payments/${id}/approve`)
  for (const { body } of await Promise.all(waits)) expect(body.version).toBe(2)
  expect((await other).body.version).toBe(2)
})

test('a payment expires in a wait when the clock is moved, and not before', async () => {
  const { wallet, control, havePayment } = await startWallet()
  const { id } = await havePayment()
  const wait = wallet(`/payments/${id}?since=1&${LONG}`)
  await wallet('/state')
  await control('/clock/advance', { ms: 59_999 })
  await control('/clock/freeze')
  await control('/clock/resume')
  const early = await wallet(`/payments/${id}?since=1&wait_ms=20`)
  expect(early.body.version).toBe(1)
  await control('/clock/advance', { ms: 1 })
  expect((await wait).body.timeline.at(-1)).toEqual({
    at: '2026-01-01T00:01:00.000Z',
    event: 'expired',
  })
})

test('a payment expires in a wait when a test moves the clock of the world itself', async () => {
  const { wallet, world, havePayment } = await startWallet()
  const { id } = await havePayment()
  const wait = wallet(`/payments/${id}?since=1&${LONG}`)
  await wallet('/state')
  world.clock.advance(60_000)
  expect((await wait).body.timeline.at(-1).event).toBe('expired')
})

test('a payment expires in a wait when real time brings it', async () => {
  const { wallet, havePayment } = await startWallet({
    now: () => performance.now(),
    settings: { approval_timeout_ms: 300 },
  })
  const { id } = await havePayment()
  const { body } = await wallet(`/payments/${id}?since=1&${LONG}`)
  expect(body.timeline.at(-1).event).toBe('expired')
})

test('a wait for the clock ends when it is moved there, jumps there or has been there', async () => {
  const { wallet, control } = await startWallet()
  const until = async (time: string) =>
    (await wallet(`/clock?until=2026-01-01T${time}Z&${LONG}`)).body.now
  expect((await wallet('/clock')).body).toEqual({ now: '2026-01-01T00:00:00.000Z', frozen: false })
  expect(await until('00:00:00')).toBe('2026-01-01T00:00:00.000Z')

  const advanced = until('00:00:10')
  const jumped = until('01:00:00')
  await wallet('/state')
  await control('/clock/advance', { ms: 9_999 })
  await control('/clock/advance', { ms: 1 })
  expect(await advanced).toBe('2026-01-01T00:00:10.000Z')
  await control('/clock/jump', { to: '2026-01-01T02:00:00.000Z' })
  expect(await jumped).toBe('2026-01-01T02:00:00.000Z')

  const early = await wallet('/clock?until=2027-01-01T00:00:00Z&wait_ms=20')
  expect(early).toMatchObject({ status: 200, body: { now: '2026-01-01T02:00:00.000Z' } })
})

test('a frozen clock ends no wait, and goes on to it once resumed', async () => {
  const { wallet, control } = await startWallet({ now: () => performance.now() })
  await control('/clock/freeze')
  const { now } = (await wallet('/clock')).body
  const until = new Date(Date.parse(now) + 100).toISOString()
  const frozen = await wallet(`/clock?until=${until}&wait_ms=300`)
  expect(frozen.body).toEqual({ now, frozen: true })
  const wait = wallet(`/clock?until=${until}&${LONG}`)
  await wallet('/state')
  await control('/clock/resume')
  expect(Date.parse((await wait).body.now)).toBeGreaterThanOrEqual(Date.parse(until))
})

test('a reset ends each wait: the payment is gone, the clock begins again', async () => {
  const { wallet, control, havePayment } = await startWallet()
  const { id } = await havePayment()
  await control('/clock/advance', { ms: 5000 })
  const payment = wallet(`/payments/${id}?since=1&${LONG}`)
  const clock = wallet(`/clock?until=2030-01-01T00:00:00Z&${LONG}`)
  await wallet('/state')
  await control('/reset')
  expect(await payment).toMatchObject({ status: 404, body: { error: 'payment_not_found' } })
  expect((await clock).body.now).toBe('2026-01-01T00:00:00.000Z')
})

test('no more requests wait than the limit allows; one that goes away makes room', async () => {
  const { call, wallet, havePayment } = await startWallet({ limits: { waiting: 1 } })
  const { id } = await havePayment()
  const leaver = new AbortController()
  const { signal } = leaver
  const left = call('GET', `/_wallet/payments/${id}?since=1&${LONG}`, { signal })
  const full = {
    status: 429,
    body: {
      error: 'too_many_waiting',
      error_message: 'At most 1 requests can wait at the same time: try again later',
    },
  }
  const ask = () => wallet('/clock?until=2030-01-01T00:00:00Z&wait_ms=1')
  await expect.poll(ask, { interval: 5 }).toMatchObject(full)
  expect(await wallet(`/payments/${id}?since=1&wait_ms=1`)).toMatchObject(full)
  expect((await wallet(`/payments/${id}?since=1&wait_ms=0`)).status).toBe(200)
  expect((await wallet(`/payments/${id}`)).status).toBe(200)
  leaver.abort()
  await expect(left).rejects.toThrow('aborted')
  await expect.poll(ask, { interval: 5 }).toMatchObject({ status: 200 })
})

test('a mock that stops responds to those who wait, and leaves no timer behind', async () => {
  const before = timers()
  const mock = await startMockPi()
  const wait = fetchJson(`${mock.url}/_wallet/clock?until=2090-01-01T00:00:00Z&${LONG}`)
  const responded = wait.then(
    ({ status }) => status,
    () => 'cut off',
  )
  await fetchJson(`${mock.url}/_wallet/state`)
  await mock.close()
  expect(await responded).toBe(200)
  expect(timers()).toBeLessThanOrEqual(before)
})

function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}
