import { expect, test } from 'vitest'
import { createClock, LAST_INSTANT } from './clock.ts'

/** A clock over a real time that the test moves. */
function haveClock(start = 1_000_000) {
  const real = { now: start }
  return { real, clock: createClock(() => real.now) }
}

test('the clock runs with the real time', () => {
  const { real, clock } = haveClock()
  real.now += 5
  expect(clock.now()).toBe(1_000_005)
})

test('a frozen clock stops, can be advanced, and continues from its time', () => {
  const { real, clock } = haveClock()
  clock.freeze()
  real.now += 500
  expect([clock.now(), clock.isFrozen()]).toEqual([1_000_000, true])
  clock.advance(7)
  expect(clock.now()).toBe(1_000_007)
  clock.resume()
  real.now += 2
  expect([clock.now(), clock.isFrozen()]).toEqual([1_000_009, false])
})

test('freezing twice and resuming twice changes nothing', () => {
  const { real, clock } = haveClock()
  clock.freeze()
  clock.freeze()
  real.now += 500
  clock.resume()
  clock.resume()
  expect(clock.now()).toBe(1_000_000)
})

test('an advanced clock keeps its lead', () => {
  const { real, clock } = haveClock()
  clock.advance(60_000)
  real.now += 1
  expect(clock.now()).toBe(1_060_001)
})

test('the clock never goes back, even when the real time does', () => {
  const { real, clock } = haveClock()
  real.now += 100
  expect(clock.now()).toBe(1_000_100)
  real.now -= 5000
  expect(clock.now()).toBe(1_000_100)
  expect(clock.jump(1_000_099)).toBe('past')
  expect(clock.now()).toBe(1_000_100)
})

test('time stops at the last instant, where an advance by 0 works', () => {
  const { real, clock } = haveClock()
  expect(clock.jump(LAST_INSTANT + 1)).toBe('beyond')
  expect(clock.jump(LAST_INSTANT)).toBe('moved')
  real.now += 60_000
  expect(new Date(clock.now()).toISOString()).toBe('9998-12-31T23:59:59.999Z')
  expect([clock.advance(0), clock.advance(1)]).toEqual(['moved', 'beyond'])
  clock.freeze()
  clock.resume()
  real.now += 60_000
  expect(clock.now()).toBe(LAST_INSTANT)
})

test('a real time beyond the last instant is the last instant', () => {
  expect(haveClock(LAST_INSTANT + 5).clock.now()).toBe(LAST_INSTANT)
})

test('a time that runs on between any two readings never makes an advance fail', () => {
  let real = 1_000_000
  const clock = createClock(() => (real += 1))
  for (let call = 0; call < 10_000; call++) {
    expect(clock.advance(0)).toBe('moved')
    expect(clock.jump(clock.now() + 2)).toBe('moved')
  }
})

test('every listener is called for every move, and for no refused one', () => {
  const { clock } = haveClock()
  const told: number[] = []
  const stop = clock.onMove(() => told.push(clock.now()))
  clock.advance(5)
  clock.jump(1_000_010)
  clock.jump(1)
  clock.freeze()
  clock.resume()
  expect(told).toEqual([1_000_005, 1_000_010, 1_000_010, 1_000_010])
  stop()
  clock.advance(5)
  expect(told).toHaveLength(4)
})

test('how far it is ahead is a whole number also while time runs on between two readings', () => {
  let real = 1_000_000
  const clock = createClock(() => (real += 7))
  expect(clock.ahead()).toBe(0)
  clock.advance(5_000)
  expect(clock.ahead()).toBe(5_000)
})

test('it says how long real time takes to an instant', () => {
  const { real, clock } = haveClock()
  clock.advance(5000)
  expect(clock.realMsUntil(1_005_000)).toBe(0)
  expect(clock.realMsUntil(1_006_000)).toBe(1000)
  real.now += 400
  expect(clock.realMsUntil(1_006_000)).toBe(600)
  expect(clock.realMsUntil(LAST_INSTANT + 1)).toBeNull()
  clock.freeze()
  expect(clock.realMsUntil(1_006_000)).toBeNull()
  expect(clock.realMsUntil(1_005_400)).toBe(0)
})

test('a clock that stands still until real time has come up counts that wait too', () => {
  const { clock } = haveClock()
  clock.advance(5000)
  clock.followReal()
  expect(clock.realMsUntil(1_005_001)).toBe(5001)
})
