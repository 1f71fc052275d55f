import { sql } from 'drizzle-orm'
import type { Db } from '../database/db.ts'
import { world } from './world-table.ts'
import type { WorldStore } from './world-store.ts'

export function createWorldStore(db: Db): WorldStore {
  return {
    async remember(worldId) {
      const [row] = await db
        .insert(world)
        .values({ worldId })
        // An update that changes nothing, because DO NOTHING would not return the row that is there.
        .onConflictDoUpdate({ target: world.only, set: { worldId: sql`${world.worldId}` } })
        .returning({ known: world.worldId })
      if (row == null) throw new Error('The database did not return the world it belongs to')
      return row.known === worldId ? { ok: true } : { ok: false, known: row.known }
    },
  }
}
