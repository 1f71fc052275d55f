import { setTimeout } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'

/** A backend notices only after a while that its client is gone. */
const MAX_WAIT_MS = 30_000
const IN_USE = '55006'

/** Copies the files of a database: its rows keep even the transactions that wrote them. */
export async function copyDatabase(url: string): Promise<void> {
  const { own, copy } = namesOf(url)
  await asAdmin(url, [`CREATE DATABASE ${copy} TEMPLATE ${own}`])
}

/** Replaces the database by its copy, which does not exist afterwards. */
export async function putCopyBack(url: string): Promise<void> {
  const { own, copy } = namesOf(url)
  await asAdmin(url, [
    `DROP DATABASE ${own}`,
    `CREATE DATABASE ${own} TEMPLATE ${copy}`,
    `DROP DATABASE ${copy}`,
  ])
}

function namesOf(url: string) {
  const own = new URL(url).pathname.slice(1)
  return { own, copy: `${own}_copy` }
}

async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const elsewhere = new URL(url)
  elsewhere.pathname = '/postgres'
  const admin = new Client({ connectionString: elsewhere.href })
  await admin.connect()
  try {
    for (const statement of statements) await onceUnused(admin, statement)
  } finally {
    await admin.end()
  }
}

async function onceUnused(admin: Client, statement: string): Promise<void> {
  const until = Date.now() + MAX_WAIT_MS
  for (;;) {
    try {
      await admin.query(statement)
      return
    } catch (error) {
      const isInUse = error instanceof DatabaseError && error.code === IN_USE
      if (!isInUse || Date.now() > until) throw error
      await setTimeout(100)
    }
  }
}
