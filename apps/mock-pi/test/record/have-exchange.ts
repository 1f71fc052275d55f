import { wireExchange, type WireExchange } from '@aloha-pi/contracts/fixtures'
import type { PassedExchange } from '../../src/record/check-exchange.ts'
import { readBody, type ReadBody } from '../../src/record/read-body.ts'

type Half = {
  headers?: Record<string, string> | undefined
  body?: unknown
  text?: string | undefined
}

/** A GET of a payment that is as the contract says, with changes. */
export function haveExchange(changes: Partial<PassedExchange> = {}): PassedExchange {
  return {
    method: 'GET',
    url: '/v2/payments/RKo9DyyzYmmnq4roS1infxy1qc4m',
    requestHeaders: {},
    credential: 'Key',
    requestBody: { kind: 'empty' },
    status: 200,
    responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
    responseBody: { kind: 'json', value: payment() },
    ...changes,
  }
}

/** A payment as Pi sends it, with changes. */
export function payment(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...Object(wireExchange('platform-payments-complete').response?.body), ...changes }
}

/** A recorded exchange of the contracts as it would pass. */
export function passedOf({ request, response }: WireExchange): PassedExchange {
  const authorization = request?.headers['authorization'] ?? ''
  const contentType = response?.headers?.['content-type'] ?? 'application/json'
  return {
    method: request?.method ?? 'GET',
    url: request?.path ?? '/',
    requestHeaders: request?.headers ?? {},
    credential: authorization.startsWith('Key')
      ? 'Key'
      : authorization.startsWith('Bearer')
        ? 'Bearer'
        : 'none',
    requestBody: bodyOf(request ?? {}, request?.headers ?? {}),
    status: response?.status ?? 200,
    responseHeaders: { 'content-type': contentType },
    responseBody: bodyOf(response ?? {}, { 'content-type': contentType }),
  }
}

function bodyOf({ body, text }: Half, headers: Record<string, string>): ReadBody {
  const bytes = body === undefined ? (text ?? '') : JSON.stringify(body)
  return readBody(Buffer.from(bytes), headers)
}
