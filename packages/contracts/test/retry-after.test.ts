import { expect, test } from 'vitest'
import { readRetryAfter } from '../src/retry-after.ts'

const date = 'Fri, 20 Nov 2026 10:00:00 GMT'

test.each<[what: string, headers: Record<string, string>, ms: number | undefined]>([
  ['no header', {}, undefined],
  ['seconds', { 'retry-after': '7' }, 7_000],
  ['no time at all', { 'retry-after': '0' }, 0],
  ['a part of a second', { 'retry-after': '0.0015' }, 2],
  ['seconds between spaces', { 'retry-after': ' 7 ' }, 7_000],
  ['a date', { 'retry-after': 'Fri, 20 Nov 2026 10:00:30 GMT', date }, 30_000],
  ['a date that has passed', { 'retry-after': 'Fri, 20 Nov 2026 09:59:00 GMT', date }, 0],
  ['a date without one to compare', { 'retry-after': date }, Infinity],
  ['a word', { 'retry-after': 'soon', date }, undefined],
  ['a word before GMT', { 'retry-after': 'soon GMT', date }, undefined],
  ['a negative number', { 'retry-after': '-5', date }, undefined],
  ['a number and a word', { 'retry-after': '5 apples', date }, undefined],
  ['a number without end', { 'retry-after': '9'.repeat(400), date }, Infinity],
])('Retry-After with %s', (_, headers, ms) => {
  expect(readRetryAfter(new Headers(headers))).toBe(ms)
})
