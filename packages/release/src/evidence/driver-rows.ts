/** What in this repository's tests exercises an operation or an error. */
export type Drivers = {
  /** Official clients, with the call that reaches it. */
  clients?: readonly string[]
  /** Conformance cases by id; of an error those that take nothing else. */
  conformance?: readonly string[]
  /** Conformance cases that take this error as one of several. */
  amongOthers?: readonly string[]
  /** Conformance cases and tests that make up their inputs. */
  properties?: readonly string[]
  /** Recorded exchanges in `packages/contracts/fixtures/wire`. */
  fixtures?: readonly string[]
  /** Other tests, by file. */
  tests?: readonly string[]
}

type Rows<Table extends string> = Readonly<Record<Table, Readonly<Record<string, Drivers>>>>
export type DriverTables = {
  operations: Rows<'platform' | 'aloha' | 'chain'>
  errors: Rows<'platform' | 'notification' | 'verification' | 'aloha' | 'chain'>
}

export type DriverKind = keyof Drivers
export type OperationTable = keyof DriverTables['operations']
export type ErrorTable = keyof DriverTables['errors']

/** One test, or one recorded exchange, and one row that it drives. */
export type Driver = { kind: DriverKind; by: string } & (
  | { of: 'operations'; table: OperationTable; row: string }
  | { of: 'errors'; table: ErrorTable; row: string }
)

/** Names of rows by table, in the order of the contracts. */
export type RowNames = {
  operations: Readonly<Record<OperationTable, readonly string[]>>
  errors: Readonly<Record<ErrorTable, readonly string[]>>
}

const kinds: readonly DriverKind[] = [
  'clients',
  'conformance',
  'amongOthers',
  'properties',
  'fixtures',
  'tests',
]

/** The drivers by the row that they drive. One that names no row is a mistake in its declaration. */
export function tablesOf(names: RowNames, drivers: readonly Driver[]): DriverTables {
  for (const { of, table, row, by } of drivers) {
    const rows: readonly string[] =
      Object.entries(names[of]).find(([key]) => key === table)?.[1] ?? []
    if (!rows.includes(row))
      throw new Error(`${by} uses ${row}, which is not in the ${table} ${of}`)
  }
  const tableOf = (of: Driver['of'], table: string, rows: readonly string[]) =>
    Object.fromEntries(
      rows.map((row) => {
        const own = drivers.filter(
          (each) => each.of === of && each.table === table && each.row === row,
        )
        return [row, rowOf(own)]
      }),
    )
  const { platform, aloha, chain } = names.operations
  const errors = names.errors
  return {
    operations: {
      platform: tableOf('operations', 'platform', platform),
      aloha: tableOf('operations', 'aloha', aloha),
      chain: tableOf('operations', 'chain', chain),
    },
    errors: {
      platform: tableOf('errors', 'platform', errors.platform),
      notification: tableOf('errors', 'notification', errors.notification),
      verification: tableOf('errors', 'verification', errors.verification),
      aloha: tableOf('errors', 'aloha', errors.aloha),
      chain: tableOf('errors', 'chain', errors.chain),
    },
  }
}

function rowOf(drivers: readonly Driver[]): Drivers {
  return Object.fromEntries(
    kinds
      .map((kind) => {
        const names = drivers.filter((each) => each.kind === kind).map(({ by }) => by)
        return [kind, [...new Set(names)]] as const
      })
      .filter(([, names]) => names.length > 0),
  )
}
