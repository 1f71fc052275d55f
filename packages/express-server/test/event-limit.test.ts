import { expect, test } from 'vitest'
import { createEventLimit } from '../src/index.ts'

test('so many events of a period are reported, and the next report counts those left out', () => {
  let now = 0
  const limit = createEventLimit({ max: 2, everyMs: 1000, clock: () => now })
  const seen = () => {
    const report = limit()
    return report.isReported ? report.leftOut : 'left out'
  }
  expect([seen(), seen(), seen(), seen(), seen()]).toEqual([
    0,
    0,
    'left out',
    'left out',
    'left out',
  ])
  now = 999
  expect(seen()).toBe('left out')
  now = 1000
  expect([seen(), seen(), seen()]).toEqual([4, 0, 'left out'])
  now = 5000
  expect(seen()).toBe(1)
})
