import { readFileSync } from 'node:fs'
import type { DeclaredTest } from './declared-tests.ts'
import type { Driver, ErrorTable, OperationTable } from './driver-rows.ts'

/** What the declared tests drive. Throws, naming file and text, where a declaration is not so any more. */
export function declaredDrivers(root: URL, tests: readonly DeclaredTest[]): Driver[] {
  return tests.flatMap((test) => driversOf(root, test))
}

function driversOf(root: URL, test: DeclaredTest): Driver[] {
  const { kind, file, helper = file, client, operations = {}, errors = {} } = test
  const text = readFileSync(new URL(helper, root), 'utf8')
  // The helper proves nothing unless the test is there.
  if (helper !== file) readFileSync(new URL(file, root), 'utf8')
  const found = (what: string) => {
    if (!mentions(text, what))
      throw new Error(`${helper} does not hold "${what}", which is declared for it`)
  }
  return [
    ...entriesOf<OperationTable, Readonly<Record<string, string>>>(operations).flatMap(
      ([table, rows]) =>
        Object.entries(rows).map(([row, call]): Driver => {
          found(call)
          const by = client == null ? file : `${client} (${call})`
          return { of: 'operations', table, row, kind, by }
        }),
    ),
    ...entriesOf<ErrorTable, readonly (string | [string, string])[]>(errors).flatMap(
      ([table, codes]) =>
        codes.map((each): Driver => {
          const [row, sign] = typeof each === 'string' ? [each, each] : each
          found(sign)
          return { of: 'errors', table, row, kind, by: client ?? file }
        }),
    ),
  ]
}

/** As a word: `create` is not in `createPayment`. */
function mentions(text: string, what: string): boolean {
  const escaped = what.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`(?<![A-Za-z0-9_])${escaped}(?![A-Za-z0-9_])`).test(text)
}

/** The entries of a record with a few known keys. */
function entriesOf<Key extends string, Value>(record: Partial<Record<Key, Value>>): [Key, Value][] {
  // Object.entries widens the keys; the records are literals of declared-tests.ts.
  return Object.entries(record) as [Key, Value][]
}
