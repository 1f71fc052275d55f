import { expect, test } from 'vitest'
import { isProduction } from '../../src/redirect/is-production.ts'

test.each([
  'production',
  'Production',
  'PRODUCTION',
  ' production',
  'production\r\n',
  '\tProDuction ',
])('NODE_ENV %j is production', (value) => {
  expect(isProduction(value)).toBe(true)
})

test.each([undefined, '', 'development', 'test', 'preproduction', 'production-like'])(
  'NODE_ENV %j is not production',
  (value) => {
    expect(isProduction(value)).toBe(false)
  },
)
