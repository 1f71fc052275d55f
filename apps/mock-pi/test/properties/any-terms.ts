import fc from 'fast-check'
import type { Pause, Terms } from './scenario.ts'

const APPROVAL_TIME_MS = 60_000

export function weigh<Value>(weight: number, arbitrary: fc.Arbitrary<Value>) {
  return { weight, arbitrary }
}

export function only<const Words extends string[]>(...words: Words) {
  return fc.constantFrom<Words>(...words)
}

/** Ordinary objects, so that a printed counterexample can be pasted into a test. */
export function record<Value>(fields: { [Key in keyof Value]: fc.Arbitrary<Value[Key]> }) {
  return fc.record(fields, { noNullPrototype: true })
}

/** More than any wallet holds, and still a number that is exact to the stroop. */
const TOO_MUCH = 2 ** 52

/** Few values, quickly made. */
export const plainTerms: fc.Arbitrary<Terms> = record({
  stroops: fc.oneof(
    weigh(8, fc.integer({ min: 1, max: 2 ** 29 })),
    weigh(8, fc.constantFrom(1, 3, 31_400_000)),
    weigh(1, fc.constantFrom(TOO_MUCH)),
  ),
  memo: fc.constantFrom('', 'Coffee', 'Ωμέγα ☕'),
  metadata: fc.constantFrom({ order: 1 }, { a: { b: [1, null, ''] }, '': false }),
})

/** Any text and any JSON. */
export const oddTerms: fc.Arbitrary<Terms> = record({
  stroops: fc.oneof(
    weigh(4, fc.integer({ min: 1, max: 2 ** 33 })),
    weigh(1, fc.integer({ min: 1, max: TOO_MUCH })),
    weigh(1, fc.constantFrom(1, TOO_MUCH)),
  ),
  memo: fc.string({ unit: 'grapheme' }),
  metadata: fc
    .dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    })
    // No body may have this key: the mock refuses it, and the client drops it.
    .filter((metadata) => !JSON.stringify(metadata).includes('"__proto__"')),
})

export const someTime: fc.Arbitrary<Pause> = fc.oneof(
  weigh(2, fc.nat(APPROVAL_TIME_MS + 30_000)),
  weigh(1, fc.constantFrom(1, APPROVAL_TIME_MS - 1, APPROVAL_TIME_MS, APPROVAL_TIME_MS + 1)),
  weigh(3, record({ fromDeadline: fc.constantFrom(-1, 0, 1) })),
)

export const anyPause: fc.Arbitrary<Pause> = fc.oneof(
  weigh(8, fc.constant(0)),
  weigh(1, fc.nat(5000)),
  weigh(1, someTime),
)
