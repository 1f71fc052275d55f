import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createByteRing } from './byte-ring.ts'

/** A ring beside a map of what it should hold, each record filled with its id. */
function createModel(max: number) {
  const kept = new Map<number, { start: number; size: number }>()
  let last = 0
  const ring = createByteRing({
    max,
    isKept: (id, start) => kept.get(id)?.start === start,
    forget: (id) => kept.delete(id),
    move(id, start) {
      kept.set(id, { start, size: kept.get(id)?.size ?? 0 })
    },
  })
  return {
    kept,
    ring,
    put(room: number, size: number): number | undefined {
      const id = (last += 1)
      const start = ring.begin(id, room)
      if (start == null) return undefined
      ring.bytes().fill(id % 256, start, start + size)
      ring.end(size)
      kept.set(id, { start, size })
      return id
    },
    /** Ids whose bytes are not what was written. */
    spoiled: () =>
      [...kept].filter(([id, { start, size }]) =>
        ring
          .bytes()
          .subarray(start, start + size)
          .some((byte) => byte !== id % 256),
      ),
  }
}

test('whatever is put and dropped, each kept record has its bytes', () => {
  const step = fc.record({
    room: fc.integer({ min: 0, max: 300 }),
    used: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    drop: fc.option(fc.nat(40), { nil: undefined }),
  })
  const steps = fc.array(step, { minLength: 60, maxLength: 200 })
  fc.assert(fc.property(steps, fc.integer({ min: 200, max: 3_000 }), run), { numRuns: 60 })
  function run(steps: { room: number; used: number; drop?: number | undefined }[], max: number) {
    const { kept, ring, put, spoiled } = createModel(max)
    for (const { room, used, drop } of steps) {
      const id = put(room, Math.floor(room * used))
      expect(id != null && kept.has(id)).toBe(room + 12 <= max)
      if (id != null && drop != null) kept.delete(id - drop)
      expect(spoiled()).toEqual([])
      expect(ring.bytes().length).toBeLessThanOrEqual(max)
    }
  }
})

test('records keep their bytes when the ring grows without those that were dropped', () => {
  const { kept, put, spoiled } = createModel(1_000_000)
  for (let count = 0; count < 6; count += 1) put(10_000, 10_000)
  for (const id of [2, 3]) kept.delete(id)
  for (let count = 0; count < 12; count += 1) put(10_000, 10_000)
  expect(kept.size).toBe(16)
  expect(spoiled()).toEqual([])
})

test('what was dropped makes room before the ring grows', () => {
  const { kept, put, ring } = createModel(1_000_000)
  for (let count = 0; count < 100; count += 1) kept.delete(put(10_000, 10_000) ?? 0)
  expect(ring.bytes().length).toBeLessThan(100_000)
})

test('only the oldest make room, and only when there is none', () => {
  const { kept, put } = createModel(65_536)
  for (let count = 0; count < 10; count += 1) put(10_000, 10_000)
  expect([...kept.keys()]).toEqual([5, 6, 7, 8, 9, 10])
})

test('room that was asked for and not used is free', () => {
  const { kept, put } = createModel(65_536)
  for (let count = 0; count < 500; count += 1) put(30_000, 100)
  expect(kept.size).toBeGreaterThan(100)
})
