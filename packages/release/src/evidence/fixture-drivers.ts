import type { WireExchange } from '@aloha-pi/contracts/fixtures'
import {
  WRONG_KEY_ERROR,
  notificationErrors,
  platformErrors,
  verificationErrors,
} from '@aloha-pi/contracts/platform'
import type { Driver, ErrorTable, OperationTable } from './driver-rows.ts'

type ErrorRow = { table: ErrorTable; row: string }

/** What the recorded exchanges drive. Those that nothing sends today prove nothing about it. */
export function fixtureDrivers(exchanges: readonly WireExchange[]): Driver[] {
  return exchanges.filter(({ legacy }) => legacy !== true).flatMap(driversOf)
}

function driversOf(exchange: WireExchange): Driver[] {
  const { api, name } = operationOf(exchange)
  const by = exchange.name
  const kind = 'fixtures'
  return [
    { of: 'operations', table: api, row: name, kind, by },
    ...errorsOf(exchange).map(({ table, row }): Driver => ({ of: 'errors', table, row, kind, by })),
  ]
}

/** The errors that a recorded response carries. */
export function errorsOf(exchange: WireExchange): ErrorRow[] {
  const body = exchange.response?.body
  if (typeof body !== 'object' || body == null || Array.isArray(body)) return []
  const { error, verification_error: why, type } = body
  if (typeof type === 'string') {
    return [{ table: 'chain', row: type.split('/').at(-1) ?? '' }]
  }
  if (typeof error !== 'string') return []
  return [
    errorRow(error),
    ...verificationErrors
      .filter((each) => each === why)
      .map((row): ErrorRow => ({ table: 'verification', row })),
  ]
}

/** Notifications are refused with sentences instead of codes. */
function errorRow(error: string): ErrorRow {
  if (error in platformErrors) return { table: 'platform', row: error }
  if (error === WRONG_KEY_ERROR) return { table: 'platform', row: 'invalid_authorization' }
  const sentence = Object.entries(notificationErrors).find(([, { message }]) =>
    error.startsWith(message.replace(/\{.*/, '')),
  )
  if (sentence == null) throw new Error(`No table has the recorded error "${error}"`)
  return { table: 'notification', row: sentence[0] }
}

function operationOf({ operation, name: file }: WireExchange): {
  api: OperationTable
  name: string
} {
  const [api, name = ''] = operation.split(' ')
  if (api === 'platform' || api === 'aloha' || api === 'chain') return { api, name }
  throw new Error(`fixtures/wire/${file}.json is of no API: ${operation}`)
}
