import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSlidingList, firstPlace } from './sliding-list.ts'

test('a sliding list is an array that forgets its start, and keeps its places', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (pushes) => {
      const list = createSlidingList<number>()
      const all: number[] = []
      let forgotten = 0
      for (const isPush of pushes) {
        if (isPush) {
          list.push(all.length * 2)
          all.push(all.length * 2)
          continue
        }
        expect(list.shift()).toBe(all[forgotten])
        forgotten = Math.min(forgotten + 1, all.length)
        expect([list.start(), list.end()]).toEqual([forgotten, all.length])
      }
      const kept = Array.from({ length: all.length }, (_, place) => list.at(place))
      expect(kept).toEqual(all.map((item, place) => (place < forgotten ? undefined : item)))
      const bound = all.length
      expect(firstPlace(list, (item) => item < bound)).toBe(
        Math.max(forgotten, Math.ceil(bound / 2)),
      )
    }),
  )
})

test('a copy has the same places, and both change apart', () => {
  const list = createSlidingList<number>()
  for (let item = 0; item < 100; item += 1) list.push(item)
  for (let turn = 0; turn < 60; turn += 1) list.shift()
  const copy = list.copy()
  expect([copy.start(), copy.end(), copy.at(60), copy.at(59)]).toEqual([60, 100, 60, undefined])
  list.shift()
  list.push(100)
  copy.push(-1)
  expect([list.start(), list.end(), list.at(100)]).toEqual([61, 101, 100])
  expect([copy.start(), copy.end(), copy.at(100), copy.shift()]).toEqual([60, 101, -1, 60])
})
