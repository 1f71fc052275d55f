import { alohaContract } from '@aloha-pi/contracts/aloha'
import { platformContract } from '@aloha-pi/contracts/platform'
import type * as z from 'zod'

export type Api = 'platform' | 'aloha'

/** One operation of a contract; a response that is a symbol has no body. */
export type Operation = {
  api: Api
  /** As `payments.approve`. */
  name: string
  method: string
  /** With `:name` for parameters, `:name?` for an optional one. */
  path: string
  credential: 'server-key' | 'access-token' | 'api-key' | 'optional' | 'none'
  responses: Readonly<Record<number, z.ZodType | symbol>>
  body: z.ZodType | undefined
  pathParams: z.ZodType | undefined
  headers: Readonly<Record<string, z.ZodType>>
}

/** What a route of ts-rest is, as far as it is needed here. */
type Route = Omit<Operation, 'api' | 'name' | 'credential' | 'body'> & {
  metadata: Pick<Operation, 'credential'>
  body?: z.ZodType | symbol
}

const platform = operationsOf('platform', platformContract)
const aloha = operationsOf('aloha', alohaContract)
const byApi: Record<Api, ReadonlyMap<string, Operation>> = {
  platform: new Map(platform.map((each) => [each.name, each])),
  aloha: new Map(aloha.map((each) => [each.name, each])),
}

/** All operations of an API, in the order of its contract. */
export function operations(api: Api): readonly Operation[] {
  return api === 'platform' ? platform : aloha
}

/** The operation of that name. */
export function operation(api: Api, name: string): Operation {
  const found = byApi[api].get(name)
  if (found == null) throw new Error(`The ${api} API has no operation ${name}`)
  return found
}

function operationsOf(api: Api, router: object, prefix = ''): Operation[] {
  return Object.entries(router).flatMap(([key, each]: [string, object]) => {
    const name = `${prefix}${key}`
    return isRoute(each) ? [fromRoute(api, name, each)] : operationsOf(api, each, `${name}.`)
  })
}

function fromRoute(api: Api, name: string, route: Route): Operation {
  const { method, path, responses, body, pathParams, headers = {}, metadata } = route
  return {
    api,
    name,
    method,
    path,
    credential: metadata.credential,
    responses,
    body: typeof body === 'object' ? body : undefined,
    pathParams,
    headers,
  }
}

/** Routers of a contract hold routes and routers, and nothing else. */
function isRoute(value: object): value is Route {
  return 'method' in value && typeof value.method === 'string' && 'responses' in value
}
