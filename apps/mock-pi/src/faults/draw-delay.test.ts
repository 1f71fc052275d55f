import { expect, test } from 'vitest'
import { createSeeded } from '../seed/seeded.ts'
import { drawDelay } from './draw-delay.ts'

/** Numbers from 0 up to 1, the same ones each time. */
function drawn() {
  const { bytes } = createSeeded('test')
  let count = 0
  return () => bytes(`${(count += 1)}`, 6).readUIntBE(0, 6) / 2 ** 48
}
const draw = (delay: Parameters<typeof drawDelay>[0]) => {
  const random = drawn()
  return Array.from({ length: 1_000 }, () => drawDelay(delay, random)).toSorted((a, b) => a - b)
}

test('a fixed delay is that, and a late response without a time takes 5 s', () => {
  expect(drawDelay({ type: 'latency', ms: 70 }, () => 0.9)).toBe(70)
  expect(drawDelay({ type: 'late' }, () => 0.9)).toBe(5_000)
})

test('a range has both its ends and nothing beyond', () => {
  const delays = draw({ type: 'latency', min_ms: 10, max_ms: 12 })
  expect([...new Set(delays)]).toEqual([10, 11, 12])
})

test('half of lognormal delays are shorter than the median, and few are much longer', () => {
  const delays = draw({ type: 'latency', median_ms: 100, sigma: 1 })
  expect(delays[500]).toBeGreaterThan(85)
  expect(delays[500]).toBeLessThan(115)
  expect(delays.at(-1)).toBeGreaterThan(500)
})

test('no lognormal delay is longer than ten minutes, also for the least number', () => {
  expect(drawDelay({ type: 'latency', median_ms: 600_000, sigma: 3 }, () => 0)).toBe(600_000)
})
