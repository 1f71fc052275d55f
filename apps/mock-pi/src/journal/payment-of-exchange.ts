import type { Exchange } from './exchange.ts'
import { bytesOf } from './kept-body.ts'
import { operationOf, parameterOf } from './operations.ts'

const PAYMENT_ID = /^[A-Za-z0-9_-]{1,64}$/

/** The payment that an exchange is about: named in its path, or made by it. */
export function paymentIdOf(exchange: Exchange): string | null {
  const operation = operationOf(exchange.route)
  if (operation == null) return null
  const path = exchange.url.replace(/\?.*$/s, '')
  const named = parameterOf(operation, path, 'paymentId')
  if (named != null) return PAYMENT_ID.test(named) ? named : null
  const begins = operation.method === 'POST' && /\/payments(\/user_to_app)?$/.test(operation.path)
  return begins ? madePayment(exchange) : null
}

function madePayment({ response, received }: Exchange): string | null {
  if (response == null || response.status >= 300 || received == null || received.isCut) return null
  const body = parseObject(bytesOf(received).toString('utf8'))
  const payment = isObject(body['payment']) ? body['payment'] : body
  const id = payment['identifier']
  return typeof id === 'string' && PAYMENT_ID.test(id) ? id : null
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    // A fault may have changed the response: then it names no payment.
    return {}
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value != null && !Array.isArray(value)
}
