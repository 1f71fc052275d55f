import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { sql } from 'drizzle-orm'
import { check, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { bytea, literals, time } from '../database/columns.ts'
import { CLIENT_NAME } from './key-store.ts'

export const client = pgTable(
  'client',
  {
    clientId: uuid('client_id').primaryKey().defaultRandom(),
    name: text('name').notNull().unique(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [check('client_name', sql`${table.name} ~ ${literals([CLIENT_NAME])}`)],
)

export const apiKey = pgTable(
  'api_key',
  {
    keyId: text('key_id').primaryKey(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => client.clientId),
    digest: bytea('digest').notNull(),
    scopes: text('scopes', { enum: [...alohaScopes] })
      .array()
      .notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
    expiresAt: time('expires_at'),
    revokedAt: time('revoked_at'),
  },
  (table) => [
    check('api_key_digest', sql`octet_length(${table.digest}) = 32`),
    check(
      'api_key_scopes',
      sql`cardinality(${table.scopes}) > 0 AND ${table.scopes} <@ ARRAY[${literals(alohaScopes)}]`,
    ),
  ],
)
