import { Client } from 'pg'

/** Counts what is sent to a Postgres by this process from now on. */
export function countStatements(): () => number {
  let statements = 0
  const query = Client.prototype.query
  Client.prototype.query = function counted(this: Client, ...args: Parameters<typeof query>) {
    statements += 1
    return query.apply(this, args)
  } as typeof query
  return () => statements
}
