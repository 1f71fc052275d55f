import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonLoss } from '../src/find-json-loss.ts'

const TWICE = 'must be given only once'
const DIGITS = 'must not have more digits than a 64-bit float keeps'
const RANGE = 'must fit into a 64-bit float'
const ZERO = 'must not be -0'
const SURROGATE = 'must not contain half of a surrogate pair'

test.each([
  ['{"a":1,"a":1}', 'a', TWICE],
  ['{"a":1,"b":2,"\\u0061":3}', 'a', TWICE],
  ['{"":1,"":2}', '""', TWICE],
  ['{"payment":{"memo":"x","metadata":{},"memo":"y"}}', 'payment.memo', TWICE],
  ['[{"a":1},[],{"b":[{"c":1,"c":2}]}]', '2.b.0.c', TWICE],
  ['{"a":{"x":1,"y":[1,"b",{}]},"b":{"x":1},"a":null}', 'a', TWICE],
  ['{"a\\"b":1,"a\\"b":2}', 'a"b', TWICE],
  ['{"a\\\\":1,"a\\\\":2}', 'a\\', TWICE],
  ['1e400', 'body', RANGE],
  ['{"n":{"m":[-1e309]}}', 'n.m.0', RANGE],
  ['{"n":1e-400}', 'n', DIGITS],
  ['-0', 'body', ZERO],
  ['{"n":{"m":[1,-0.0]}}', 'n.m.1', ZERO],
  ['{"n":-0e5}', 'n', ZERO],
  ['[-0E+1]', '0', ZERO],
  ['{"amount":1.00000000000000000001}', 'amount', DIGITS],
  ['{"amount":3.1400000000000000000001}', 'amount', DIGITS],
  ['{"id":12345678901234567890}', 'id', DIGITS],
  ['{"id":9007199254740993}', 'id', DIGITS],
  [`{"n":0.${'1'.repeat(200)}}`, 'n', DIGITS],
  ['{"memo":"a\\ud800b"}', 'memo', SURROGATE],
  ['{"memo":"\\udc00\\ud800"}', 'memo', SURROGATE],
  ['["ok","\\uD83D"]', '1', SURROGATE],
  ['{"\\ud800":1}', '\ud800', SURROGATE],
])('of %s it reports %s: %s', (text, field, rule) => {
  expect(findJsonLoss(text)).toEqual({ field, rule })
})

test.each([
  ['{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}'],
  ['["a","a",{"a":"a"}]'],
  ['{"a":"{\\"b\\":1,\\"b\\":1e400}"}'],
  ['{"a":"\\\\","b":"\\\\\\""}'],
  ['"\\ud83d\\ude00"'],
  ['[0,0.0,0e5,1.0,1.50e3,100000000000000000000,1e21,1E+2,0.1000000000000000000000000]'],
  ['[0.1,3.14,0.0000001,123456789012345,9007199254740992,5e-324,1.7976931348623157e308]'],
  // As languages write a double that use 17 digits for all of them.
  ['[0.10000000000000001,3.1400000000000001]'],
  // Exactly a double.
  ['18446744073709551616'],
  ['null'],
])('of %s nothing is lost', (text) => {
  expect(findJsonLoss(text)).toBeUndefined()
})

test('nothing is lost of what JSON.stringify writes, however it is spaced', () => {
  const anyJson = fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' })
  fc.assert(
    fc.property(anyJson, fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      expect(findJsonLoss(JSON.stringify(value, null, space))).toBeUndefined()
    }),
  )
})

test('a key that is repeated anywhere is found by its path', () => {
  const keys = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(keys, fc.jsonValue(), (path, value) => {
      const [last = '', ...outer] = path.toReversed()
      const member = `${JSON.stringify(last)}:${JSON.stringify(value)}`
      const text = outer.reduce(
        (inner, key) => `{"before":[1],${JSON.stringify(`_${key}`)}:${inner}}`,
        `{${member},"other":2,${member}}`,
      )
      fc.pre(last !== 'other')
      expect(findJsonLoss(text)?.rule).toBe(TWICE)
    }),
  )
})

test('a number of 15 digits is never refused', () => {
  const digits = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
  fc.assert(
    fc.property(digits, fc.integer({ min: -300, max: 290 }), (number, power) => {
      expect(findJsonLoss(`[${number}e${power}]`)).toBeUndefined()
    }),
  )
})

test('a whole number without a zero at its end is refused unless a double is exactly that number', () => {
  const numbers = fc.bigInt({ min: 1n, max: 10n ** 30n }).filter((number) => number % 10n !== 0n)
  const nearDoubles = fc.nat(2 ** 31).map((low) => 2n ** 53n + BigInt(low))
  fc.assert(
    fc.property(fc.oneof(numbers, nearDoubles), (number) => {
      fc.pre(number % 10n !== 0n)
      const isKept = findJsonLoss(String(number)) == null
      expect(isKept).toBe(BigInt(Number(number)) === number)
    }),
  )
})

test('a megabyte of quotes and backslashes is read in a moment', () => {
  const text = JSON.stringify({ a: '\\"'.repeat(250_000), b: '\\'.repeat(250_000) })
  const before = process.threadCpuUsage()
  expect(findJsonLoss(text)).toBeUndefined()
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(1_000)
})

test('a double as JSON.stringify writes it is never lossy, with 17 digits too', () => {
  const numbers = [
    Number('1991699028369622.2'),
    0.1 + 0.2,
    5e-324,
    Number.MAX_VALUE,
    2 ** 53 + 2,
    -1e21,
  ]
  for (const number of numbers) expect(findJsonLoss(JSON.stringify({ number }))).toBeUndefined()
})
