import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'

const WAIT = '/_mock/journal/wait'

test('a wait ends with the request for which it waits', async () => {
  const mock = await startMock()
  const waiting = mock.call('GET', `${WAIT}?operation=ledgers&count=2`)
  await mock.call('GET', '/ledgers')
  await mock.call('GET', '/accounts/x')
  await mock.call('GET', '/ledgers')

  const { status, body } = await waiting

  expect(status).toBe(200)
  expect(body).toMatchObject({ met: true, total: 2, entries: [{ id: 1 }, { id: 3 }] })
})

test('requests before the call count, and `since` leaves them out', async () => {
  const mock = await startMock()
  await mock.call('GET', '/ledgers')
  const { body: met } = await mock.call('GET', `${WAIT}?operation=ledgers`)
  const { body: late } = await mock.call('GET', `${WAIT}?operation=ledgers&since=1&wait_ms=1`)
  expect([met.met, late]).toEqual([true, { met: false, total: 0, entries: [] }])
})

test('clearing the journal does not take back what a wait has seen', async () => {
  const mock = await startMock()
  await mock.call('GET', '/ledgers')
  const waiting = mock.call('GET', `${WAIT}?operation=ledgers&count=2`)
  // The wait has begun when a request that was sent after it has its response.
  await mock.control('/journal/clear')
  await sleep(20)
  await mock.call('GET', '/ledgers')
  expect((await waiting).body).toMatchObject({ met: true, total: 2 })
})

test('too many waits are refused, and reset and close end the others', async () => {
  const mock = await startMock({ limits: { waiting: 1 } })
  const first = mock.call('GET', WAIT)
  await expect
    .poll(async () => (await mock.call('GET', `${WAIT}?since=1&wait_ms=1`)).status)
    .toBe(429)
  const refused = await mock.call('GET', WAIT)
  expect(refused.body).toEqual({
    error: 'too_many_waiting',
    error_message: 'At most 1 requests can wait at the same time: try again later',
  })
  await mock.control('/reset')
  expect((await first).body).toMatchObject({ met: false })
})

test.each([
  ['count=0', 'count must be a whole number from 1 to 1000'],
  ['wait_ms=25001', 'wait_ms must be a whole number from 0 to 25000'],
  ['path=v2', 'path must begin with "/", without a query, max 1024 characters'],
])('%s is refused by name and rule', async (query, message) => {
  const mock = await startMock()
  const { status, body } = await mock.call('GET', `${WAIT}?${query}`)
  expect([status, body.error_message]).toEqual([400, message])
})
