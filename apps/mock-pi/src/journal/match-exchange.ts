import { isInOperation, matchesPath, type JournalQuery } from '@aloha-pi/contracts/control'
import { appIdOf, splitUrl, type AppOfPayment } from './describe-exchange.ts'
import type { Exchange } from './exchange.ts'
import { operationOf } from './operations.ts'
import { paymentIdOf } from './payment-of-exchange.ts'

/** Whether an exchange is one of those that a query asks for. */
export function matchExchange(
  query: Omit<JournalQuery, 'limit'>,
  appOfPayment: AppOfPayment,
): (exchange: Exchange) => boolean {
  const { api, operation, method, path, status, app_id, payment_id, since } = query
  const after = Number(since ?? 0)
  return (exchange) =>
    exchange.id > after &&
    (api == null || exchange.api === api) &&
    (method == null || exchange.method === method) &&
    (operation == null || isOperation(exchange.route, operation)) &&
    (path == null || matchesPath(path, splitUrl(exchange.url).path)) &&
    (status == null || matchesStatus(exchange.response?.status, String(status))) &&
    (payment_id == null || paymentIdOf(exchange) === payment_id) &&
    (app_id == null || appIdOf(exchange, appOfPayment) === app_id)
}

/** `payments.complete` and `platform.payments.complete` are the same; `payments.*` is a group. */
function isOperation(route: unknown, wanted: string): boolean {
  const operation = operationOf(route)
  if (operation == null) return false
  const { name, fullName } = operation
  return isInOperation(name, wanted) || isInOperation(fullName, wanted)
}

function matchesStatus(status: number | undefined, wanted: string): boolean {
  if (status == null) return false
  return wanted.endsWith('xx') ? String(status)[0] === wanted[0] : String(status) === wanted
}
