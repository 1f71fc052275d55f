import { sql, type SQL } from 'drizzle-orm'
import { customType, timestamp } from 'drizzle-orm/pg-core'

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
/** As fine as the database's clock, for columns whose order matters. */
export const instant = (name: string) => timestamp(name, { withTimezone: true })

/** `'a', 'b'` for a check, which takes no parameters: only for our constants. */
export function literals(values: readonly string[]): SQL {
  return sql.raw(values.map((value) => `'${value}'`).join(', '))
}
