import rows from './drivers.json' with { type: 'json' }

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

// Written by `pnpm generate`. Rows are as many as operations and errors; TypeScript makes of each its own type.
const tables = rows as DriverTables

/** What drives an operation of a contract; nothing where no test does. */
export function driversOfOperation(api: keyof DriverTables['operations'], name: string): Drivers {
  return tables.operations[api][name] ?? {}
}

/** What drives an error; nothing where no test does. */
export function driversOfError(table: keyof DriverTables['errors'], code: string): Drivers {
  return tables.errors[table][code] ?? {}
}

/** In a few words, as `pi-backend, 18 conformance cases, 2 recorded exchanges`. */
export function describeDrivers(drivers: Drivers): string {
  const { clients = [], conformance = [], properties = [], fixtures = [], tests = [] } = drivers
  const { amongOthers = [] } = drivers
  const parts = [
    ...clients,
    ...counted(conformance, 'conformance case', 'conformance cases'),
    ...counted(
      amongOthers,
      'conformance case that takes others too',
      'conformance cases that take others too',
    ),
    ...counted(properties, 'property test', 'property tests'),
    ...counted(fixtures, 'recorded exchange', 'recorded exchanges'),
    ...counted(tests, 'other test', 'other tests'),
  ]
  return parts.length === 0 ? 'no test' : parts.join(', ')
}

function counted(list: readonly string[], one: string, many: string): string[] {
  if (list.length === 0) return []
  return [`${list.length} ${list.length === 1 ? one : many}`]
}
