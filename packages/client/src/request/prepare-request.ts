import {
  describeIssue,
  type WireData,
  type WireInput,
  type WireRoute,
} from '@aloha-pi/contracts/wire'
import { checkInput, fillPath, type Schema } from './check-arguments.ts'
import { InvalidArgumentError } from '../errors/invalid-argument-error.ts'
import { createRedact, type Redact } from './redact.ts'

/** A checked request, ready to be sent, any number of times. */
export type PreparedRequest<Data> = {
  operation: string
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
  /** How the JSON of a success is read; undefined for a status that is none. */
  reader(status: number): ((json: unknown) => ReadData<Data>) | undefined
  redact: Redact
}

/** The data, or the rule that the response breaks, like `amount must be a number`. */
export type ReadData<Data> = { ok: true; data: Data } | { ok: false; broken: string }

export type RequestDetails<Route extends WireRoute> = {
  /** The body as `checkBody` gave it; path parameters and query are checked here. */
  input: WireInput<Route>
  accessToken?: string
  /** The rule that data of the right shape breaks all the same, when it is about another payment. */
  findMismatch?: (data: WireData<Route>) => string | undefined
}

/** Makes the request of an operation; throws InvalidArgumentError. */
export type Prepare = <Route extends WireRoute>(
  operation: string,
  route: Route,
  details: RequestDetails<Route>,
) => PreparedRequest<WireData<Route>>

/** What a caller of any route may give; WireInput says what each one takes. */
type AnyInput = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  headers?: Record<string, string | undefined>
  body?: unknown
}
type Server = { origin: string; apiKey: string | undefined }
/** Word before the credential, for each kind. */
type Schemes = Partial<Record<WireRoute['credential'], 'Key' | 'Bearer'>>

/** Makes the requests of one client. */
export function createPrepare({ origin, apiKey }: Server, schemes: Schemes): Prepare {
  const redactKey = createRedact(apiKey ?? '')
  return (operation, route, { input, accessToken, findMismatch }) => {
    // WireInput gives each route some of these members, with these types.
    const { params = {}, query, headers = {}, body } = input as AnyInput
    const credential = route.credential === 'access-token' ? accessToken : apiKey
    if (credential == null) refuseWithoutKey(route)
    const { path, pathParams } = route
    const filled =
      pathParams == null ? path : fillPath(path, checkInput(pathParams, params, 'path'))
    const url = origin + filled + readQuery(route, query)
    const redact = credential === apiKey ? redactKey : createRedact(credential ?? '')
    if (redact.text(url) !== url) {
      throw new InvalidArgumentError('path', 'contains the credential: an id and a key are swapped')
    }
    const allHeaders = {
      accept: 'application/json',
      'content-type': body === undefined ? undefined : 'application/json',
      ...headers,
      authorization: credential == null ? undefined : `${schemes[route.credential]} ${credential}`,
    }
    return {
      operation,
      method: route.method,
      url,
      headers: withoutUndefined(allHeaders),
      body: body === undefined ? undefined : JSON.stringify(body),
      reader: (status) => {
        // The successes of a route are the schemas that WireData is made of.
        const schemas = route.responses as Record<number, Schema<WireData<typeof route>>>
        const schema = schemas[status]
        return schema && ((json) => readData(schema, json, findMismatch))
      },
      redact,
    }
  }
}

/** `?name=value` of what the caller gave; the server has its own defaults. */
function readQuery(route: WireRoute, query: Record<string, unknown> = {}): string {
  if (route.query == null) return ''
  checkInput(route.query, query, 'query')
  const given = Object.entries(query).filter(([, value]) => value != null)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return given.length === 0 ? '' : `?${search.toString()}`
}

function readData<Data>(
  schema: Schema<Data>,
  json: unknown,
  findMismatch: (data: Data) => string | undefined = () => undefined,
): ReadData<Data> {
  const parsed = schema.safeParse(json)
  if (!parsed.success) {
    const { field, rule } = describeIssue(parsed.error, 'the body')
    return { ok: false, broken: `${field} ${rule}` }
  }
  const broken = findMismatch(parsed.data)
  return broken == null ? { ok: true, data: parsed.data } : { ok: false, broken }
}

function refuseWithoutKey({ credential, method, path }: WireRoute) {
  if (credential === 'optional' || credential === 'none') return
  throw new InvalidArgumentError('apiKey', `is required for ${method} ${path}`)
}

function withoutUndefined(headers: Record<string, string | undefined>): Record<string, string> {
  const present = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] != null,
  )
  return Object.fromEntries(present)
}
