import { sql } from 'drizzle-orm'
import * as z from 'zod'
import { payoutPause } from '../../payouts/store/deployment-tables.ts'
import { readDayUsage } from '../../payouts/store/client-usage.ts'
import type { Database } from '../../stores/open-database.ts'

/** What the doctor wants to know of the database; one line of JSON, because a server may have to read it. */
const factsSchema = z.object({
  kind: z.enum(['pglite', 'postgres']),
  /** By how much this machine's clock is ahead of the database's, in milliseconds. */
  aheadMs: z.number(),
  /** Why it takes no writes; null: it takes them. */
  writeFault: z.string().nullable(),
  /** Stroops that count for PAYOUT_DAY_CAP. */
  dayUsage: z.string().regex(/^\d+$/).transform(BigInt),
  isPaused: z.boolean(),
})
export type DatabaseFacts = z.output<typeof factsSchema>

export async function readFacts({ db, kind, tryWrite }: Database): Promise<string[]> {
  const before = new Date().getTime()
  const [row] = await db
    .select({ ms: sql<string>`(extract(epoch from clock_timestamp()) * 1000)::bigint::text` })
    .from(sql`(VALUES (1)) AS one`)
  const now = (before + new Date().getTime()) / 2
  const paused = await db.select().from(payoutPause)
  const writeFault = await tryWrite().then(
    () => null,
    (error: unknown) => codeOf(error),
  )
  const facts: z.input<typeof factsSchema> = {
    kind,
    aheadMs: now - Number(row?.ms),
    writeFault,
    dayUsage: String(await readDayUsage(db)),
    isPaused: paused.some(({ scope }) => scope === 'all'),
  }
  return [JSON.stringify(facts)]
}

/** Undefined if a server of another version sent it. */
export function parseFacts(line: string | undefined): DatabaseFacts | undefined {
  const parsed = factsSchema.safeParse(JSON.parse(line ?? 'null'))
  return parsed.success ? parsed.data : undefined
}

/** The code of Postgres or of the system. A message may hold values. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause == null ? error.name : codeOf(error.cause)
}
