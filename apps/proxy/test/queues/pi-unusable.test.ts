import { expect, test } from 'vitest'
import { HOUR, MINUTE, maxPerHour, openSmallWorld, unknown } from './small-world.ts'

/** Creates are paused for 1, 2, 4 … 32 s, then for a minute each time: so many in a time without usable responses. */
const createsIn = (minutes: number) => 7 + minutes

const of503 = unknown('unusable')

test.each([
  ['no request arrives', false],
  ['each request arrives', true],
])('503 of everything at Pi for 10 minutes opens few payments: %s', async (_, isArriving) => {
  const world = openSmallWorld()
  world.ask(1)
  await world.until(() => world.states().completed === 1, MINUTE)
  const isOfPi = (name: string) => (name.startsWith('pi.') ? of503 : undefined)
  world.intercept(
    isArriving ? { response: ({ name }) => isOfPi(name) } : { instead: ({ name }) => isOfPi(name) },
  )
  const from = world.now()
  const payouts = world.ask(500)
  await world.run(10 * MINUTE)
  const creates = world.calls.filter(({ name, at }) => name === 'pi.create' && at >= from)
  expect(creates.length).toBeLessThanOrEqual(createsIn(10))
  // The first payout's is open no more.
  expect(world.pi.records().size - 1).toBe(isArriving ? creates.length : 0)
  expect(world.alarms[0]).toMatchObject({ code: 'upstream_down', detail: 'Pi: unusable' })
  expect((world.alarms[0]?.at ?? Infinity) - from).toBeLessThan(MINUTE)
  expect(world.codes().toSorted()).toEqual(['stuck', 'upstream_down'])

  world.intercept({})
  const took = await world.until(() => world.isDone(payouts), 2 * HOUR)
  expect(took.ledgers).toBeLessThanOrEqual(500 + 30)
  expect(maxPerHour(world.alarms)).toBe(1)
  // Each payment that was opened meanwhile was found again, or cancelled.
  expect(world.wrong()).toEqual([])
})
