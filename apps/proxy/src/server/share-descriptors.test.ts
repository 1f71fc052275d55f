import { expect, test } from 'vitest'
import { shareDescriptors } from './share-descriptors.ts'

const pglite = { database: { kind: 'pglite' }, metrics: {} } as const
const postgres = { database: { kind: 'postgres' }, metrics: {} } as const

test.each([
  [192, { api: 32, metrics: 16, upstream: 16 }],
  [256, { api: 96, metrics: 16, upstream: 16 }],
  [512, { api: 304, metrics: 32, upstream: 32 }],
  [1_024, { api: 720, metrics: 64, upstream: 64 }],
  [5_303, { api: 4_999, metrics: 64, upstream: 64 }],
  [5_304, { api: 5_000, metrics: 64, upstream: 64 }],
  [1_048_576, { api: 5_000, metrics: 64, upstream: 64 }],
  [Infinity, { api: 5_000, metrics: 64, upstream: 64 }],
])('with %d descriptors and PGlite each part has its share', (limit, value) => {
  expect(shareDescriptors(pglite, limit)).toEqual({ ok: true, value })
})

test.each([
  ['PGlite', pglite, 192],
  ['PGlite without metrics', { database: pglite.database }, 176],
  ['Postgres', postgres, 138],
  ['Postgres without metrics', { database: postgres.database }, 122],
])('%s: one descriptor too few is refused with the limit and the need', (_, served, needed) => {
  expect(shareDescriptors(served, needed)).toMatchObject({ ok: true, value: { api: 32 } })
  expect(shareDescriptors(served, needed - 1)).toEqual({
    ok: false,
    problem: `This process may open ${needed - 1} files at once (ulimit -n), and the proxy needs at least ${needed}: raise the limit`,
  })
})

test('all shares together fit into every limit', () => {
  for (let limit = 192; limit < 6_000; limit += 1) {
    const shares = shareDescriptors(pglite, limit)
    if (!shares.ok) throw new Error(shares.problem)
    const { api, metrics, upstream } = shares.value
    // The program itself and PGlite.
    expect(48 + 64 + 2 * upstream + metrics + api).toBeLessThanOrEqual(limit)
    expect(api).toBeGreaterThanOrEqual(32)
  }
})
