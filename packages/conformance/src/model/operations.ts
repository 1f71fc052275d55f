import { operationsOf, type ContractOperation } from '@aloha-pi/contracts'
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

const platform = operationsOf(platformContract).map((each) => fromRoute('platform', each))
const aloha = operationsOf(alohaContract).map((each) => fromRoute('aloha', each))
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

function fromRoute(api: Api, { name, route }: ContractOperation): Operation {
  // ts-rest types schemas of several libraries; the contracts use zod 4.
  const own = route as unknown as Route
  const { method, path, responses, body, pathParams, headers = {}, metadata } = own
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
