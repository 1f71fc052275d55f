import { expect, test } from 'vitest'
import { matchesPath } from '../src/control/matches-path.ts'

test.each([
  ['/v2/me', '/v2/me', true],
  ['/v2/me', '/v2/me2', false],
  ['/v2/*', '/v2/payments/x/approve', true],
  ['/v2/payments/*/approve', '/v2/payments/x/approve', true],
  ['/v2/payments/*/approve', '/v2/payments/x/complete', false],
  ['/v2/payments/*/approve', '/v2/payments/approve', false],
  ['/*/*a', '/b/a', true],
  ['/*aa', '/a', false],
  ['/a*a', '/a', false],
  ['*', '/anything', true],
])('path %s, request %s: %s', (pattern, path, matches) => {
  expect(matchesPath(pattern, path)).toBe(matches)
})

test('many "*" take no time', () => {
  const before = performance.now()
  matchesPath(`/${'*a'.repeat(99)}b`, `/${'a'.repeat(8_000)}`)
  expect(performance.now() - before).toBeLessThan(1_000)
})
