import type { CallStep } from '../model/case.ts'
import { operation, type Api, type Operation } from '../model/operations.ts'
import { fill, fillString, text } from '../model/template.ts'
import type { Header, WireRequest } from '../http/wire.ts'
import { filled, type CaseRun } from './case-run.ts'

export type BuiltCall = {
  api: Api
  operation: Operation | undefined
  request: WireRequest
  paymentId: string | undefined
}

const USER_AGENT: Header = ['user-agent', 'aloha-pi-conformance']

/** The request that a step describes. */
export function buildCall(run: CaseRun, step: CallStep): BuiltCall {
  const { session } = run
  const api: Api = step.at == null ? session.target : 'platform'
  const found = step.call === 'routes' ? undefined : operation(api, step.call)
  const body = step.raw == null ? jsonBody(run, step) : fillString(step.raw, run.values)
  const request = {
    method: step.method ?? found?.method ?? 'GET',
    origin: step.at == null ? session.origin : (session.controlOrigin ?? ''),
    path: step.path == null ? pathOf(run, step, found) : fillString(step.path, run.values),
    headers: headersOf(run, step, found, body),
    body,
  }
  const id = step.params?.['paymentId'] ?? step.params?.['piPayId']
  return { api, operation: found, request, paymentId: id == null ? undefined : filled(run, id) }
}

function jsonBody(run: CaseRun, { body }: CallStep): string | undefined {
  return body === undefined ? undefined : JSON.stringify(fill(body, run.values))
}

function pathOf(run: CaseRun, { params = {} }: CallStep, found: Operation | undefined): string {
  const segments = (found?.path ?? '/').split('/').flatMap((segment) => {
    if (!segment.startsWith(':')) return segment
    const value = params[segment.replace(/[:?]/g, '')]
    if (value == null && segment.endsWith('?')) return []
    if (value == null) throw new Error(`${found?.name} needs the parameter ${segment}`)
    return encodeURIComponent(filled(run, value))
  })
  return segments.join('/')
}

function headersOf(
  run: CaseRun,
  step: CallStep,
  found: Operation | undefined,
  body: string | undefined,
): Header[] {
  const { headers = {}, contentType = 'application/json' } = step
  const values = step.authorization ?? ownCredential(step, found)
  return [
    USER_AGENT,
    ['accept', 'application/json'],
    ...values.map((value): Header => ['authorization', fillString(value, run.values)]),
    ...(body == null || contentType == null ? [] : [['content-type', contentType] as const]),
    ...Object.entries(headers).map(([name, value]): Header => [
      name,
      fillString(value, run.values),
    ]),
  ]
}

function ownCredential({ at }: CallStep, found: Operation | undefined) {
  if (at === 'pi') return [text`Key ${'piKey'}`]
  switch (found?.credential) {
    case 'access-token':
      return [text`Bearer ${'accessToken'}`]
    case 'server-key':
      return [text`Key ${'apiKey'}`]
    case 'api-key':
    case 'optional':
      return [text`Bearer ${'apiKey'}`]
    default:
      return []
  }
}
