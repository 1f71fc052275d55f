import { and, asc, count, eq, getTableColumns, gt, isNull, or, sql } from 'drizzle-orm'
import { createBatches, STATEMENT_TURNS } from '../database/create-batches.ts'
import { UNNAMED, type Db } from '../database/db.ts'
import { apiKey, client } from './key-tables.ts'
import { clientIdOf } from './client-id.ts'
import { LIVE_KEYS_PER_CLIENT, type KeyStore, type LiveKey } from './key-store.ts'

const isLive = and(
  isNull(apiKey.revokedAt),
  or(isNull(apiKey.expiresAt), gt(apiKey.expiresAt, sql`now()`)),
)
const { digest: _digest, ...shownColumns } = getTableColumns(apiKey)
const storedKey = { ...shownColumns, name: client.name, live: sql<boolean>`${isLive}` }

export function createKeyStore(db: Db): KeyStore {
  return {
    create: (key) =>
      // The row of the client is locked: calls for one client count its keys one after the other. Each statement must
      // see what the one before it waited for. An upsert by name would fail when another call inserts the same id.
      db.transaction(
        async (tx) => {
          await tx
            .insert(client)
            .values({ clientId: clientIdOf(key.clientName), name: key.clientName })
            .onConflictDoNothing()
          const [owner] = await tx
            .select()
            .from(client)
            .where(eq(client.name, key.clientName))
            .for('update')
          if (owner == null) throw new Error(`Client ${key.clientName} was not stored`)
          const ofOwner = eq(apiKey.clientId, owner.clientId)
          const [live] = await tx.select({ keys: count() }).from(apiKey).where(and(ofOwner, isLive))
          if ((live?.keys ?? 0) >= LIVE_KEYS_PER_CLIENT) return { ok: false, refusal: 'key_limit' }
          await tx.insert(apiKey).values({
            keyId: key.keyId,
            clientId: owner.clientId,
            digest: key.digest,
            scopes: [...key.scopes],
            expiresAt: sql`now() + make_interval(days => ${key.expiresInDays ?? null}::int)`,
          })
          const [stored] = await selectKeys(tx).where(eq(apiKey.keyId, key.keyId))
          if (stored == null) throw new Error(`Key ${key.keyId} was not stored`)
          return { ok: true, key: stored }
        },
        { isolationLevel: 'read committed' },
      ),

    findLive: createBatches(findAllLive(db), { turns: STATEMENT_TURNS }),

    list: async () => selectKeys(db).orderBy(asc(client.name), asc(apiKey.createdAt)),

    async revoke(keyId) {
      const ofKey = eq(apiKey.keyId, keyId)
      const revoked = await db
        .update(apiKey)
        .set({ revokedAt: sql`now()` })
        .where(and(ofKey, isNull(apiKey.revokedAt)))
        .returning({ keyId: apiKey.keyId })
      if (revoked.length > 0) return 'revoked'
      const known = await db.select({ keyId: apiKey.keyId }).from(apiKey).where(ofKey)
      return known.length > 0 ? 'already_revoked' : 'unknown'
    },
  }
}

/** The keys that are looked for at the same time, in one statement that begins after the last of them was asked for. */
function findAllLive(db: Db) {
  const statement = db
    .select({
      clientId: client.clientId,
      name: client.name,
      keyId: apiKey.keyId,
      scopes: apiKey.scopes,
      digest: apiKey.digest,
    })
    .from(apiKey)
    .innerJoin(client, eq(client.clientId, apiKey.clientId))
    .where(and(sql`${apiKey.keyId} = ANY(${sql.placeholder('keyIds')}::text[])`, isLive))
    .prepare(UNNAMED)
  return async (keyIds: readonly string[]): Promise<(LiveKey | undefined)[]> => {
    const rows = await statement.execute({ keyIds: [...new Set(keyIds)] })
    return keyIds.map((keyId) => {
      const row = rows.find((each) => each.keyId === keyId)
      if (row == null) return undefined
      const { digest, ...owner } = row
      return { client: owner, digest }
    })
  }
}

function selectKeys(db: Db) {
  return db
    .select(storedKey)
    .from(apiKey)
    .innerJoin(client, eq(client.clientId, apiKey.clientId))
    .$dynamic()
}
