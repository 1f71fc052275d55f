import { expect, test } from 'vitest'
import { fitDescriptors } from '../src/index.ts'

const limits = (soft: string) =>
  [
    'Limit                     Soft Limit           Hard Limit           Units',
    'Max processes             127436               127436               processes',
    `Max open files            ${soft.padEnd(20)} 1048576              files`,
  ].join('\n')

test.each([
  ['1048576', 5_000],
  ['5512', 5_000],
  ['4096', 3_584],
  ['1024', 512],
  ['256', 128],
  ['1', 1],
  ['unlimited', 5_000],
])('with %s open files 5,000 connections become %d', (soft, fitted) => {
  expect(fitDescriptors(5_000, limits(soft))).toBe(fitted)
})

test('without a limit from the system nothing changes', () => {
  expect(fitDescriptors(5_000, '')).toBe(5_000)
})

test('what this process may open is asked of the system', () => {
  expect(fitDescriptors(10)).toBeLessThanOrEqual(10)
})
