import type { Db } from '../../../src/database/db.ts'

/** What is in the database before the first payout is measured. */
export type Fill = {
  waiting: number
  /** Each waiting payout is of another client. */
  isManyClients: boolean
  /** All are for the same user. */
  isOneUser: boolean
  /** So many more were refused by Pi and stand aside. */
  aside: number
  /** The waiting ones wait for money. */
  isPoor: boolean
  /** So many more were paid since the table was vacuumed last. */
  finished: number
}

/** Whose payouts they are. Without a uid each is of another user. */
type Owner = { clientId: string; source: string; uid?: string; amount?: bigint }

/** Stroops that each payout asks for. */
export const AMOUNT = 30_000_000n
/** A payout that came with each ledger of five seconds: 100,000 came within six days. */
const APART_SECONDS = 5

const COLUMNS = `id, client_id, idempotency_key, key_id, request_hash, uid, amount, memo, metadata, next_at, created_at, state, waits_for, is_aside`

/** Statements for so many rows each: more would take longer than a statement may. */
const ROWS = 10_000

/** With few statements: one by one, 100,000 payouts would take minutes. The triggers count along. */
export async function fillQueue(db: Db, fill: Fill & Owner) {
  const { waiting, isManyClients, aside, isPoor, finished, clientId, source } = fill
  const { uid = fill.isOneUser ? 'one-user' : undefined, amount = AMOUNT } = fill
  const have = async (
    count: number,
    name: string,
    { newestAgo, set }: { newestAgo: number; set: string },
  ) => {
    const client = isManyClients ? `md5('${name}c' || i)::uuid` : `'${clientId}'::uuid`
    const at = `now() - make_interval(secs => ${newestAgo} + ${APART_SECONDS} * (${count} - i))`
    for (let first = 1; first <= count; first += ROWS) {
      await db.execute(`
        INSERT INTO payout (${COLUMNS})
        SELECT md5('${name}' || i)::uuid, ${client}, '${name}' || i, 'KEY00000001', md5('${name}h' || i) || md5('${name}r' || i),
          ${uid == null ? `md5('${name}u' || i)::uuid::text` : `'${uid}'`}, ${amount}, 'Thanks', '{"orderId":"1"}', ${at}, ${at}, ${set}
        FROM generate_series(${first}, ${Math.min(count, first + ROWS - 1)}) AS i`)
    }
  }
  const received = { newestAgo: 0, set: `'received', NULL, false` }
  const older = waiting * APART_SECONDS
  if (finished > 0) {
    await have(finished, 'finished', { ...received, newestAgo: older })
    await finish(db, source, finished)
  }
  await have(aside, 'aside', { newestAgo: older, set: `'creating', 'refusal', true` })
  await have(
    waiting,
    'waiting',
    isPoor ? { ...received, set: `'received', 'money', true` } : received,
  )
  if (isPoor) {
    await db.execute(
      'UPDATE wallet_lane SET available = 0, written_by = pg_current_xact_id()::text::bigint',
    )
  }
}

/** All that there is was paid: the way of its rows through the table, its books and its trail. */
async function finish(db: Db, source: string, count: number) {
  const shown = `pi_id = md5('p' || id), from_address = '${source}', to_address = '${source}'`
  for (let ledger = 1; ledger * ROWS - ROWS < count; ledger += 1) {
    const change = (from: string, set: string) =>
      db.execute(
        `UPDATE payout SET ${set} WHERE id IN (SELECT id FROM payout WHERE state = '${from}' LIMIT ${ROWS})`,
      )
    await change('received', `state = 'creating', left_received_at = created_at`)
    await change('creating', `state = 'signed', ${shown}`)
    await change(
      'signed',
      `state = 'completed', ledger = ${ledger}, txid = md5('t' || id) || md5('x' || id)`,
    )
    const sequence = `${ledger * ROWS} + row_number() OVER (ORDER BY created_at)`
    await db.execute(`
      INSERT INTO payout_envelope (hash, payout_id, source, sequence, max_time, fee, xdr, signed_ledger, status, evidence)
      SELECT txid, id, from_address, ${sequence}, 1800000000, 100000, 'AAAA', 7, 'applied', '{}' FROM payout WHERE ledger = ${ledger}`)
    await db.execute(`
      INSERT INTO wallet_tx (wallet, hash, paging_token, source, sequence, successful, ledger, closed_at, memo, paid_to, paid_amount, payout_id, is_foreign)
      SELECT source, hash, sequence::text, source, sequence, true, 8, 1800000000, pi_id, to_address, amount, payout_id, false
      FROM payout JOIN payout_envelope ON payout.id = payout_id WHERE ledger = ${ledger}`)
    await db.execute(`
      INSERT INTO payout_event (payout_id, from_state, to_state, evidence)
      SELECT id, 'paid', 'completed', '{"because":"bench"}' FROM payout, generate_series(1, 5) WHERE ledger = ${ledger}`)
  }
}
