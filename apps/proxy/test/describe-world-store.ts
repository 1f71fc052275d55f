import { describe, expect, test } from 'vitest'
import type { Database } from '../src/stores/open-database.ts'

/** What every WorldStore promises. One test, because a database belongs to one world forever. */
export function describeWorldStore(name: string, open: () => Database) {
  describe(`the world on ${name}`, () => {
    test('the first world is kept and another one is refused with it', async () => {
      const { world } = open()
      expect(await world.remember('world-1')).toEqual({ ok: true })
      expect(await world.remember('world-2')).toEqual({ ok: false, known: 'world-1' })
      expect(await world.remember('world-1')).toEqual({ ok: true })
    })

    test('a world id that cannot be one is refused by the database', async () => {
      const { world } = open()
      await expect(world.remember('')).rejects.toMatchObject({ cause: { code: '23514' } })
    })
  })
}
