import type { MockEvent } from '@aloha-pi/contracts/control'
import { expect, onTestFinished, test } from 'vitest'
import { startMock } from '../start-mock.ts'

type Mock = Awaited<ReturnType<typeof startMock>>

/** Opens a stream of events; `next` gives one after another. */
async function follow(mock: Mock, query = '') {
  const gone = new AbortController()
  onTestFinished(() => gone.abort())
  const response = await fetch(`${mock.url}/_mock/events${query}`, { signal: gone.signal })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    status: response.status,
    leave: () => gone.abort(),
    async next(): Promise<MockEvent | null> {
      while (!text.includes('\n\n')) {
        const { value, done } = await reader.read()
        if (done) return null
        text = (text + value).replace(/^retry: 1000\n\n/, '')
      }
      const [event = '', ...rest] = text.split('\n\n')
      text = rest.join('\n\n')
      const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(event) ?? []
      const parsed = JSON.parse(data)
      expect(parsed.kind).toBe(name)
      return parsed
    },
  }
}

test('a stream shows the world, requests, payments, ledgers, the clock and resets', async () => {
  const mock = await startMock()
  const events = await follow(mock)
  expect(await events.next()).toMatchObject({
    kind: 'world',
    world: { worldId: mock.world.worldId },
  })

  await mock.call('GET', '/ledgers')
  expect(await events.next()).toMatchObject({ kind: 'request', entry: { operation: 'ledgers' } })

  const { body: begun } = await mock.control('/payments', { username: 'alice', amount: 1 })
  const paymentId = begun.payment.identifier
  expect(await events.next()).toMatchObject({
    kind: 'payment',
    payment: { payment: { identifier: paymentId }, timeline: [{ event: 'created' }] },
  })

  await mock.control('/ledger/close')
  expect(await events.next()).toMatchObject({
    kind: 'ledger',
    ledger: { sequence: expect.any(Number) },
  })

  await mock.control('/clock/freeze')
  expect(await events.next()).toMatchObject({ kind: 'clock', clock: { frozen: true } })

  const { body: world } = await mock.control('/reset')
  expect(await events.next()).toEqual({ kind: 'world', world })
  await mock.call('GET', '/ledgers')
  expect(await events.next()).toMatchObject({ kind: 'request', entry: { id: 1 } })
})

test('only the kinds that were asked for are sent', async () => {
  const mock = await startMock()
  const events = await follow(mock, '?kinds=clock,request')
  await mock.control('/payments', { username: 'alice', amount: 1 })
  await mock.control('/clock/freeze')
  expect(await events.next()).toMatchObject({ kind: 'clock' })
  const refused = await mock.call('GET', '/_mock/events?kinds=money')
  expect(refused.body.error_message).toBe(
    'kinds must be kinds separated by commas: world, clock, ledger, payment, request',
  )
})

test('an expiry happens at its time although nobody asks', async () => {
  const mock = await startMock()
  const { body: begun } = await mock.control('/payments', { username: 'alice', amount: 1 })
  const events = await follow(mock, '?kinds=payment')
  await mock.control('/clock/advance', { ms: 60_001 })
  const { identifier } = begun.payment
  expect(await events.next()).toMatchObject({ payment: { payment: { identifier } } })
})

test('a stream gives back its place, and the mock stops with streams open', async () => {
  const mock = await startMock({ limits: { eventStreams: 1 } })
  const first = await follow(mock, '?kinds=world')
  const refused = await mock.call('GET', '/_mock/events')
  expect([refused.status, refused.body.error]).toEqual([429, 'too_many_streams'])
  first.leave()
  await expect.poll(async () => (await follow(mock, '?kinds=world')).status).toBe(200)
})

test('a page may not read the events', async () => {
  const mock = await startMock()
  const { status } = await mock.call('GET', '/_mock/events', {
    headers: { origin: 'http://localhost:3000' },
  })
  expect(status).toBe(403)
})
