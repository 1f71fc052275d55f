import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { Item } from './items.ts'

export type OrderState =
  | 'open'
  | 'approved'
  | 'paid'
  | 'cancelled'
  | 'refunding'
  | 'refunded'
  | 'refund_failed'

/** What a user wants to buy. `price` is in Pi. */
export type Order = {
  id: string
  uid: string
  item: string
  price: number
  state: OrderState
  payment_id: string | null
  txid: string | null
  payout_id: string | null
}

export type Orders = ReturnType<typeof openOrders>

/** The orders in a SQLite file, which is made when it is missing. */
export function openOrders(file: string) {
  const database = new DatabaseSync(file)
  database.exec(`CREATE TABLE IF NOT EXISTS "order" (
    id TEXT PRIMARY KEY, uid TEXT NOT NULL, item TEXT NOT NULL, price REAL NOT NULL, state TEXT NOT NULL,
    payment_id TEXT UNIQUE, txid TEXT, payout_id TEXT, number INTEGER NOT NULL)`)
  const columns = 'id, uid, item, price, state, payment_id, txid, payout_id'
  const select = (rest: string) => database.prepare(`SELECT ${columns} FROM "order" ${rest}`)
  const insert = database.prepare(
    `INSERT INTO "order" (id, uid, item, price, state, number)
    VALUES (?, ?, ?, ?, 'open', (SELECT count(*) FROM "order"))`,
  )
  const bind = database.prepare(
    `UPDATE "order" SET payment_id = :payment WHERE id = :id AND coalesce(payment_id, :payment) = :payment`,
  )
  const byId = select('WHERE id = ?')
  const ofUser = select('WHERE uid = ? ORDER BY number DESC LIMIT 50')
  const find = (id: string) => byId.get(id) as Order | undefined
  const get = (id: string) => byId.get(id) as Order

  return {
    create(uid: string, item: Item): Order {
      const id = randomUUID()
      insert.run(id, uid, item.name, item.price)
      return get(id)
    },
    find,
    /** Newest first, 50 at most. */
    list: (uid: string) => ofUser.all(uid) as Order[],
    /** Ties the order to its payment. False when another payment was there first. */
    bind: (id: string, paymentId: string) => bind.run({ id, payment: paymentId }).changes === 1,
    update(id: string, changes: Partial<Pick<Order, 'state' | 'txid' | 'payout_id'>>): Order {
      const names = Object.keys(changes)
      const assignments = names.map((name) => `${name} = :${name}`).join(', ')
      database.prepare(`UPDATE "order" SET ${assignments} WHERE id = :id`).run({ id, ...changes })
      return get(id)
    },
    close: () => database.close(),
  }
}
