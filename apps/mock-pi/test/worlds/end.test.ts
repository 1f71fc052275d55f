import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createMockControl } from '../../src/control-client/index.ts'
import { openStream } from '../horizon/open-stream.ts'
import { startChain, formOf } from '../horizon/start-chain.ts'
import { startMock } from '../start-mock.ts'

const LONG = 'wait_ms=25000'

/** A world in which everything waits that can wait; nothing of it ends by itself in the time of a test. */
async function startWaiting() {
  const chain = await startChain({ ledger_close: 'by-hand' })
  const world = chain.worlds.fork('default', 'one')
  const control = createMockControl({ url: world.url })
  const { payment } = await control.createPayment({ username: 'alice', amount: 1 })
  await control.addFault({
    match: { operation: 'platform.payments.get' },
    effect: { type: 'never' },
  })
  const chainStream = await openStream(`${world.url}/ledgers?cursor=now`)
  const eventStream = await openStream(`${world.url}/_mock/events?kinds=ledger`)
  await chainStream.next()
  await eventStream.next()
  const get = (path: string) => fetch(`${world.url}${path}`).then(({ status }) => status)
  const headers = { authorization: `Key ${world.apiKey}` }
  const waits = {
    ledgers: chainStream.rest().then((events) => events.map(({ event }) => event)),
    events: eventStream.rest(),
    payment: get(`/_wallet/payments/${payment.identifier}?since=1&${LONG}`),
    clock: get(`/_wallet/clock?until=2100-01-01T00:00:00Z&${LONG}`),
    journal: control.waitForRequests({ operation: 'ads.get', wait_ms: 25_000 }),
    inProcess: world.journal.waitFor({ operation: 'ads.get', wait_ms: 25_000 }),
    submission: fetch(`${world.url}/transactions`, {
      method: 'POST',
      body: formOf(chain.build()),
    }).then(({ status }) => status),
    held: fetch(`${world.url}/v2/payments/x`, { headers }).then(
      () => 'responded',
      () => 'cut off',
    ),
  }
  const paths = [`/_wallet/payments/${payment.identifier}`, '/_wallet/clock', '/transactions']
  await expect
    .poll(() => world.journal.list({ limit: 1_000 }).entries.map(({ path }) => path))
    .toEqual(expect.arrayContaining(paths))
  await expect.poll(() => world.world.ledger.waiting().length).toBe(1)
  await expect.poll(async () => (await control.faults()).held).toBe(1)
  // A test that fails leaves some of them behind.
  for (const wait of Object.values(waits)) wait.catch(() => {})
  return { chain, world, control, waits }
}

test('everything that waits in a world ends when it is dropped, and nothing of another world', async () => {
  const { chain, control, waits } = await startWaiting()
  const elsewhere = await openStream(`${chain.url}/_mock/events?kinds=clock`)
  const seen: string[] = []
  const stop = chain.onEvent(({ kind }) => seen.push(kind), ['world', 'clock'])

  await control.dropWorld('one')
  expect(await waits.ledgers).toContain('close')
  expect(await waits.events).toEqual([])
  // A payment of a world that is gone is there no more, or as it was.
  expect([200, 404]).toContain(await waits.payment)
  expect(await waits.clock).toBe(200)
  expect(await waits.journal).toMatchObject({ met: false })
  expect(await waits.inProcess).toMatchObject({ met: false })
  expect(await waits.submission).toBe(504)
  expect(await waits.held).toBe('cut off')

  chain.world.clock.advance(5)
  expect((await elsewhere.next())?.retry).toBe('1000')
  expect((await elsewhere.next())?.event).toBe('clock')
  stop()
  expect(seen).toEqual(['world', 'clock'])
})

test('a reset of a world ends what waits in it, but its events go on with the next world', async () => {
  const { world, control, waits } = await startWaiting()
  const events = await openStream(`${world.url}/_mock/events?kinds=world`)
  await events.next()
  await events.next()
  await control.reset()
  expect(await waits.ledgers).toContain('close')
  expect(await waits.clock).toBe(200)
  expect(await waits.journal).toMatchObject({ met: false })
  expect(await waits.submission).toBe(504)
  expect(await waits.held).toBe('cut off')
  expect((await events.record()).world).toMatchObject({ name: 'one', worldId: world.world.worldId })
})

test('worlds that were dropped leave no timer, no listener and no memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const mock = await startMock()
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length
  const worlds: WeakRef<object>[] = []
  async function liveAndDie(round: number) {
    const name = `w${round}`
    const world = round % 2 === 0 ? mock.worlds.create({ name }) : mock.worlds.fork('default', name)
    const control = createMockControl({ url: world.url })
    const stream = await openStream(`${world.url}/_mock/events`)
    await stream.next()
    world.onEvent(() => {})
    const waiting = control.waitForRequests({ operation: 'ads.get', wait_ms: 25_000 })
    await mock.call('GET', `/w/${name}/ledgers`)
    worlds.push(new WeakRef(world.world))
    mock.worlds.drop(name)
    await Promise.all([waiting, stream.rest()])
  }
  await liveAndDie(0)
  const before = timers()
  for (let round = 1; round < 12; round += 1) await liveAndDie(round)

  await expect
    .poll(() => {
      collect()
      return worlds.filter((each) => each.deref() != null).length
    })
    // What the last one used may be kept until the next.
    .toBeLessThanOrEqual(2)
  // Polling takes some of its own.
  await expect.poll(timers).toBeLessThan(before + 8)
  expect(mock.worlds.list()).toHaveLength(1)
})

test('a mock that closes ends what waits in all of its worlds', async () => {
  const { chain, waits } = await startWaiting()
  await chain.close()
  expect(await waits.held).toBe('cut off')
  expect(await waits.inProcess).toMatchObject({ met: false })
})
