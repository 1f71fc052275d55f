import { maskSecrets } from '@aloha-pi/contracts'
import { MOCK_RULE_HEADER, type JournalEntry } from '@aloha-pi/contracts/control'
import { REQUEST_ID_HEADER } from '@aloha-pi/contracts/platform'
import type { Exchange } from './exchange.ts'
import { bytesOf, type KeptBody } from './kept-body.ts'
import { nearOperations } from './near-operations.ts'
import { operationOf } from './operations.ts'
import { paymentIdOf } from './payment-of-exchange.ts'

/** Header of a request that is sent again: the id of its entry. */
export const REPLAY_HEADER = 'x-mock-replay-of'

const NOT_CHECKED = { result: 'not_checked', message: null } as const
const PASSED = { result: 'passed', message: null } as const

/** Whose payment it is, for requests that carry no credential. */
export type AppOfPayment = (paymentId: string) => string | undefined

/** An exchange as it is shown, without secrets. */
export function describeExchange(exchange: Exchange, appOfPayment: AppOfPayment): JournalEntry {
  const { id, at, durationMs, api, method, response, fault } = exchange
  const operation = operationOf(exchange.route)
  const { path, query } = splitUrl(exchange.url)
  const headers = namedHeaders(exchange.headers)
  const replayOf = headers[REPLAY_HEADER]
  return {
    id,
    request_id: requestIdOf(exchange),
    at: new Date(at).toISOString(),
    duration_ms: durationMs,
    api,
    operation: operation?.name ?? null,
    method,
    path: maskSecrets(path),
    query: query == null ? null : maskSecrets(query),
    app_id: appIdOf(exchange, appOfPayment),
    payment_id: paymentIdOf(exchange),
    request: {
      headers: maskValues(headers),
      credential: exchange.credential,
      ...describeBody(exchange.sent, headers['content-type']),
    },
    response: response == null ? null : describeResponse(response, exchange.received),
    validation:
      exchange.validation ?? (operation == null || response == null ? NOT_CHECKED : PASSED),
    rule: ruleOf(exchange),
    fault: fault?.id ?? null,
    near: operation == null && response?.status === 404 ? nearOperations(api, method, path) : [],
    replay_of: replayOf != null && /^\d{1,15}$/.test(replayOf) ? Number(replayOf) : null,
  }
}

export function appIdOf(exchange: Exchange, appOfPayment: AppOfPayment): string | null {
  if (exchange.caller != null) return exchange.caller.appId
  const paymentId = paymentIdOf(exchange)
  return paymentId == null ? null : (appOfPayment(paymentId) ?? null)
}

export function splitUrl(url: string): { path: string; query: string | null } {
  const start = url.indexOf('?')
  return start === -1
    ? { path: url, query: null }
    : { path: url.slice(0, start), query: url.slice(start + 1) }
}

/** Headers by their names in small letters; those that came more than once, with commas. */
export function namedHeaders(list: readonly string[]): Record<string, string> {
  const named = new Map<string, string>()
  for (let place = 0; place + 1 < list.length; place += 2) {
    const name = (list[place] ?? '').toLowerCase()
    const before = named.get(name)
    const value = list[place + 1] ?? ''
    named.set(name, before == null ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(named)
}

function describeResponse(
  { status, headers }: NonNullable<Exchange['response']>,
  body: KeptBody | null,
): JournalEntry['response'] {
  const texts = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  )
  return { status, headers: maskValues(texts), ...describeBody(body, texts['content-type']) }
}

function ruleOf({ response, fault }: Exchange): string | null {
  return headerOf(response, MOCK_RULE_HEADER) ?? (response == null ? (fault?.rule ?? null) : null)
}

function requestIdOf({ response, fault }: Exchange): string | null {
  return headerOf(response, REQUEST_ID_HEADER) ?? fault?.requestId ?? null
}

function headerOf(response: Exchange['response'], name: string): string | null {
  const value = response?.headers[name]
  return typeof value === 'string' ? value : null
}

function maskValues(headers: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, maskSecrets(value)]),
  )
}

function describeBody(body: KeptBody | null, contentType = '') {
  if (body == null) return { body: null, body_bytes: 0, body_cut: false }
  const text = maskSecrets(bytesOf(body).toString('utf8'))
  const value = body.isCut ? text : readBody(text, contentType)
  return { body: value, body_bytes: body.bytes, body_cut: body.isCut }
}

function readBody(text: string, contentType: string): unknown {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  if (!/json/i.test(contentType) && !/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    // Shown as it came, so that the journal shows what was wrong with it.
    return text
  }
}
