import { expect, test } from 'vitest'
import { good } from '../test/chaos/good-facts.ts'
import { check } from './checker.ts'
import { withWhatWasLost } from './lost-rows.ts'
import type { DatabaseAtTheEnd } from './lost-rows.ts'

const empty: DatabaseAtTheEnd = {
  rows: '',
  envelopes: new Map(),
  twoSequences: [],
  inWorkMs: [],
  payouts: new Map(),
}
/** The envelope of the good facts arrived at 3 s. */
const rowAt = (at: number): DatabaseAtTheEnd => ({ ...empty, envelopes: new Map([['h1', at]]) })
const invariants = (end: DatabaseAtTheEnd, lost: DatabaseAtTheEnd[]) =>
  check({ ...good, ...withWhatWasLost(end, lost) }).map(({ invariant }) => invariant)

test('I6: a row that a restore lost was there when its envelope arrived', () => {
  expect(invariants(empty, [rowAt(2_000)])).toEqual([])
  expect(invariants(rowAt(2_000), [rowAt(2_000)])).toEqual([])
})

test('I6: an envelope without a row in any database, or before each, is a violation', () => {
  expect(invariants(empty, [empty])).toEqual(['I6'])
  expect(invariants(empty, [rowAt(3_500)])).toEqual(['I6'])
  expect(invariants(rowAt(3_600), [rowAt(3_500)])).toEqual(['I6'])
})

test('I7: what the trigger saw in a database that was replaced is a violation, once', () => {
  const seen = { ...rowAt(2_000), twoSequences: ['p: 7 and 8'] }
  expect(invariants(rowAt(2_000), [seen])).toEqual(['I7'])
  expect(invariants(seen, [seen])).toEqual(['I7'])
})
