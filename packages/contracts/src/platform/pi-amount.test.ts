import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_PI, STROOPS_PER_PI, formatStroops, parsePiAmount, stroopsToPi } from './pi-amount.ts'

test.each([
  [1, 10_000_000n],
  [3.14, 31_400_000n],
  [1e-7, 1n],
  ['1e-7', null],
  ['3.14', 31_400_000n],
  ['0.0000001', 1n],
  [MAX_PI, BigInt(MAX_PI) * STROOPS_PER_PI],
  [0, 0n],
])('%s Pi is read as %s stroops', (amount, stroops) => {
  const parsed = parsePiAmount(amount)
  expect(parsed.ok ? parsed.stroops : null).toBe(stroops)
})

test.each([
  [0.1 + 0.2, 'must have at most 7 decimals'],
  [1e-8, 'must have at most 7 decimals'],
  [-1, 'must not be negative'],
  [Number.NaN, 'must be a finite number'],
  [Infinity, 'must be a finite number'],
  [MAX_PI + 1, `must be at most ${MAX_PI} Pi`],
  ['536870912.0000001', `must be at most ${MAX_PI} Pi`],
  [' 1', 'must be a decimal number with at most 7 decimals, like "3.14"'],
  ['1.00000001', 'must be a decimal number with at most 7 decimals, like "3.14"'],
  [null, 'must be a finite number'],
])('%s is refused: %s', (amount, rule) => {
  expect(parsePiAmount(amount)).toEqual({ ok: false, rule })
})

test('every number of stroops survives the way to the wire and back', () => {
  const stroops = fc.bigInt({ min: 0n, max: BigInt(MAX_PI) * STROOPS_PER_PI })
  fc.assert(
    fc.property(stroops, (each) => {
      expect(parsePiAmount(stroopsToPi(each))).toEqual({ ok: true, stroops: each })
      expect(parsePiAmount(formatStroops(each))).toEqual({ ok: true, stroops: each })
    }),
  )
})

test('above the maximum two amounts share one JSON number, up to it none do', () => {
  // 900,719,925 is where a number of stroops stops being an exact double: too late for a number of Pi.
  expect(JSON.parse('900719924.0000003')).toBe(JSON.parse('900719924.0000004'))
  expect(JSON.parse(`${MAX_PI}.0000004`)).toBe(JSON.parse(`${MAX_PI}.0000003`))
  const stroops = fc.bigInt({ min: 1n, max: BigInt(MAX_PI) * STROOPS_PER_PI })
  fc.assert(
    fc.property(stroops, (each) => {
      expect(stroopsToPi(each)).not.toBe(stroopsToPi(each - 1n))
    }),
    { examples: [[BigInt(MAX_PI) * STROOPS_PER_PI]] },
  )
})
