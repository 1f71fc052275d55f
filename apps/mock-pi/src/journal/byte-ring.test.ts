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
    room: fc.integer({ min: 0, max: 9_000 }),
    used: fc.double({ min: 0, max: 1, noNaN: true }),
    drop: fc.option(fc.nat(40), { nil: undefined }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.integer({ min: 100, max: 200_000 }), run),
    { numRuns: 40 },
  )
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
