import { payoutsCommand } from '../src/commands/payouts.ts'
import type { Database } from '../src/stores/open-database.ts'

/** `proxy payouts LINE` on a database that is open already. */
export function createRunPayouts(database: () => Database) {
  return async (line: string) => {
    const printed: string[] = []
    const complaints: string[] = []
    const code = await payoutsCommand(line.split(' ').filter(Boolean), {
      env: {},
      database: database(),
      print: (text) => printed.push(text),
      complain: (text) => complaints.push(text),
    })
    return { code, printed, complaints }
  }
}
