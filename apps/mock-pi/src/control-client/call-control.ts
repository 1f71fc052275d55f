import { describeIssue } from '@aloha-pi/contracts'
import type { AppRoute } from '@ts-rest/core'
import type * as z from 'zod'
import { MockControlError } from './mock-control-error.ts'

export type CallPorts = {
  /** Of the mock, without a slash at the end. */
  url: string
  fetch: typeof globalThis.fetch
  timeoutMs: number
}

/** Calls an operation: `args` are its path parameters in their order, then its body or query. */
export async function callControl(ports: CallPorts, route: AppRoute, args: readonly unknown[]) {
  const { url, rest } = fillRoute(ports.url, route, args)
  const signal = AbortSignal.timeout(ports.timeoutMs)
  const response = await send(ports, url, { ...requestOf(route, rest), signal })
  const request = `${route.method} ${new URL(url).pathname}`
  const body = await readJson(request, response)
  if (!response.ok) throw refusalOf(request, response, body)
  // ts-rest types bodies against several schema libraries; the contracts use zod 4.
  const schema = route.responses[response.status] as z.ZodType | undefined
  const parsed = schema?.safeParse(body)
  if (parsed?.success === true) return parsed.data
  const why = parsed == null ? '' : `: ${sentence(parsed.error)}`
  throw unexpected(request, response, `${response.status} that is not in its contract${why}`)
}

/** Sends a request of the control API; throws when there is no response. */
export async function send(ports: CallPorts, url: string, init: RequestInit): Promise<Response> {
  try {
    return await ports.fetch(url, { ...init, redirect: 'manual' })
  } catch (cause) {
    const message = `The mock at ${ports.url} did not respond: is it running there?`
    throw new MockControlError('no_response', message, { cause })
  }
}

/** The URL of an operation, with the arguments that its path does not take. */
export function fillRoute(
  base: string,
  { path, pathParams, method }: AppRoute,
  args: readonly unknown[],
) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  const given = Object.fromEntries(
    names.map((name, place) => [name, args[place] == null ? undefined : String(args[place])]),
  )
  const parsed = (pathParams as z.ZodType | undefined)?.safeParse(given)
  // A path that is not checked could lead to another operation.
  if (parsed?.success === false) {
    throw new MockControlError('invalid_request', sentence(parsed.error))
  }
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(given[name] ?? ''),
  )
  const rest = args[names.length]
  const query = method === 'GET' ? queryText(rest) : ''
  return { url: `${base}${filled}${query}`, rest }
}

/** The error that a response of the control API holds. */
export function refusalOf(request: string, response: Response, body: unknown): MockControlError {
  const { status } = response
  if (isRefusal(body)) return new MockControlError(body.error, body.error_message, { status })
  return unexpected(request, response, `${status} without an error code: is this a mock?`)
}

export async function readJson(request: string, response: Response): Promise<unknown> {
  let text: string
  try {
    text = await response.text()
  } catch (cause) {
    throw new MockControlError('no_response', `The response of ${request} ended early`, { cause })
  }
  try {
    return JSON.parse(text)
  } catch {
    throw unexpected(request, response, `${response.status} that is not JSON: is this a mock?`)
  }
}

function requestOf({ method }: AppRoute, rest: unknown): RequestInit {
  if (method === 'GET') return { method }
  const headers = { 'content-type': 'application/json' }
  return { method, headers, body: JSON.stringify(rest ?? {}) }
}

function queryText(query: unknown): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined)
  const text = String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])))
  return text === '' ? '' : `?${text}`
}

function unexpected(request: string, { status }: Response, what: string) {
  return new MockControlError('unexpected_response', `${request} returned ${what}`, { status })
}

function sentence(error: z.ZodError): string {
  const { field, rule } = describeIssue(error, 'body')
  return `${field} ${rule}`
}

function isRefusal(
  body: unknown,
): body is { error: MockControlError['code']; error_message: string } {
  const { error, error_message: message } = (body ?? {}) as Record<string, unknown>
  return typeof error === 'string' && typeof message === 'string'
}
