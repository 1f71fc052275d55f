import type { MockEvent } from '@aloha-pi/contracts/wire'
import { expect, test } from 'vitest'
import { startMock } from '../start-mock.ts'

test('a mock of this process shows the journal that the control API shows', async () => {
  const mock = await startMock()
  await mock.call('GET', '/ledgers')
  const { body } = await mock.call('GET', '/_mock/journal')
  expect(mock.journal.list()).toEqual(body)
  expect(mock.journal.list({ status: 404 })).toEqual({ entries: [], total: 0 })
  expect(() => mock.journal.list({ limit: 0 })).toThrow(
    'limit must be a whole number from 1 to 1000',
  )
})

test('it waits, sends again and clears', async () => {
  const mock = await startMock()
  const waiting = mock.journal.waitFor({ operation: 'ledgers', count: 2 })
  await mock.call('GET', '/ledgers')
  const again = await mock.journal.replay(1)
  expect(again).toMatchObject({ id: 2, replay_of: 1, response: { status: 200 } })
  expect(await waiting).toMatchObject({ met: true, total: 2 })
  mock.journal.clear()
  await expect(mock.journal.replay(1)).rejects.toThrow('The journal has no entry 1')
  expect(await mock.journal.waitFor({ wait_ms: 1 })).toMatchObject({ met: false })
})

test('it calls a listener for each event, also after a reset, until it is unsubscribed', async () => {
  const mock = await startMock()
  const seen: MockEvent['kind'][] = []
  const stop = mock.onEvent(({ kind }) => seen.push(kind), ['world', 'request', 'clock'])
  await mock.call('GET', '/ledgers')
  await mock.control('/reset')
  mock.world.clock.freeze()
  stop()
  mock.world.clock.resume()
  expect(seen).toEqual(['world', 'request', 'world', 'clock'])
})
