import { expect, test } from 'vitest'
import { median, quantile } from './statistics.ts'

test('the median of an even count is between the middle values', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('the 99th percentile of 1 to 101 is 100', () => {
  const values = Array.from({ length: 101 }, (_, index) => index + 1)
  expect(quantile(values, 0.99)).toBeCloseTo(100)
})
