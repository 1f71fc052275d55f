import type * as z from 'zod'
import type { AlohaOperation } from '../aloha/operation.ts'
import type { PlatformCredential } from '../platform/operation.ts'

/** What a client needs of an operation at run time. */
export type WireRoute = {
  method: 'GET' | 'POST'
  /** With its prefix, and with `:name` or `:name?` where a path parameter is. */
  path: `/${string}`
  credential: PlatformCredential | AlohaOperation['credential']
  pathParams?: z.ZodObject
  query?: z.ZodObject
  /** Request headers beside the credential and those that HTTP itself needs. */
  headers?: Record<string, z.ZodType>
  body?: z.ZodType
  /** The successes. */
  responses: Record<number, z.ZodType>
}

/** What a caller gives for a route: path parameters, query, headers, body. */
export type WireInput<Route> = (Route extends { pathParams: infer Schema }
  ? { params: z.input<Schema> }
  : unknown) &
  (Route extends { query: infer Schema } ? { query: z.input<Schema> } : unknown) &
  (Route extends { headers: infer Schemas }
    ? { headers: { [Name in keyof Schemas]: z.input<Schemas[Name]> } }
    : unknown) &
  (Route extends { body: infer Schema } ? { body: z.input<Schema> } : unknown)

/** What the successes of a route hold. */
export type WireData<Route extends WireRoute> = z.output<
  Route['responses'][keyof Route['responses']]
>

/**
 * A table of routes that agrees with a contract in every name, method, path, query, header, body and success:
 * changing one without the other does not compile.
 */
export type WireRoutesOf<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends { method: string; path: string }
    ? WireRouteOf<Contract[Name]>
    : WireRoutesOf<Contract[Name]>
}

type WireRouteOf<Route extends { method: string; path: string }> = {
  method: Route['method']
  path: Route['path']
  credential: WireRoute['credential']
} & Same<Route, 'pathParams'> &
  Same<Route, 'query'> &
  Same<Route, 'headers'> &
  BodyOf<Route> &
  (Route extends { responses: infer Responses }
    ? {
        responses: Pick<Responses, Extract<keyof Responses, Success>> & {
          [Status in Exclude<Success, keyof Responses>]?: never
        }
      }
    : unknown)

type Success = 200 | 201 | 202 | 204

type Same<Route, Member extends string> =
  Route extends Record<Member, infer Value>
    ? unknown extends Value
      ? unknown
      : Record<Member, Value>
    : unknown

/** A body that may be left out, or that is none, need not be in the table. */
type BodyOf<Route> = Route extends { body: infer Schema extends z.ZodType }
  ? undefined extends z.input<Schema>
    ? unknown
    : { body: Schema }
  : unknown
