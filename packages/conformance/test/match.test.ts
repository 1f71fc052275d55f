import { expect, test } from 'vitest'
import {
  absent,
  countOf,
  differences,
  exactly,
  noItem,
  oneOf,
  optional,
  pattern,
} from '../src/model/match.ts'

test.each<[string, unknown, unknown]>([
  ['a field more than expected', { a: 1 }, { a: 1, b: 2 }],
  ['the same items', [1, { a: 1 }], [1, { a: 1, b: 2 }]],
  ['null where null is expected', { a: null }, { a: null }],
  ['one of several', { a: oneOf(1, 2) }, { a: 2 }],
  ['a text that matches', { a: pattern('^x') }, { a: 'xyz' }],
  ['nothing where it may be absent', { a: optional(1) }, {}],
  ['nothing where nothing may be', { a: absent }, {}],
  ['the very same JSON', exactly({ a: [1, null] }), { a: [1, null] }],
  ['so many like it', countOf(2, { a: 1 }), [{ a: 1 }, { a: 2 }, { a: 1, b: 3 }]],
  ['none like it', noItem({ a: 3 }), [{ a: 1 }]],
])('%s is not a difference', (_, expected, actual) => {
  expect(differences(expected, actual)).toEqual([])
})

test.each<[string, unknown, unknown, string]>([
  ['another value', { a: { b: 1 } }, { a: { b: 2 } }, 'body.a.b is 2, not 1'],
  ['text for a number', { a: 1 }, { a: '1' }, 'body.a is "1", not 1'],
  ['nothing', { a: 1 }, {}, 'body.a is absent, not 1'],
  ['what the prototype has', { toString: 1 }, {}, 'body.toString is absent, not 1'],
  ['an item too many', [1], [1, 2], 'body has 2 items, not 1'],
  ['an array for an object', { a: 1 }, [1], 'body is [1], not an object'],
  ['none of several', oneOf(1, 2), 3, 'body is 3, not one of 1, 2'],
  ['a text that does not match', pattern('^x'), 'abc', 'body is "abc", which does not match ^x'],
  ['what must not be there', { a: absent }, { a: null }, 'body.a is null, but must be absent'],
  ['a wrong value that may be absent', { a: optional(1) }, { a: 2 }, 'body.a is 2, not 1'],
  ['a field too many', exactly({ a: 1 }), { a: 1, b: 2 }, 'body is {"a":1,"b":2}, not {"a":1}'],
  ['a lost null', exactly({ a: null }), {}, 'body.a is absent, not null'],
  ['too few like it', countOf(1, 'x'), ['y'], 'body has 0 items like "x", not 1'],
])('%s is one: it is named with its place', (_, expected, actual, difference) => {
  expect(differences(expected, actual)).toEqual([difference])
})
