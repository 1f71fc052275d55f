/** A request as it reached the broken server. */
export type PlantRequest = {
  method: string
  path: string
  authorization: string
  /** The others, by their names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
}
export type PlantResponse = { status: number; headers: Record<string, string>; text: string }
/** Asks the healthy server behind the broken one: the same request, but for what is changed. */
export type Forward = (changes?: Partial<PlantRequest>) => Promise<PlantResponse>
/** Responds in place of the healthy server. */
export type Handler = (request: PlantRequest, forward: Forward) => Promise<PlantResponse>

/** One bug: what is broken, and the case that must find it. */
export type Plant = {
  name: string
  /** `stateful`: each response is valid by itself, only what happened before makes it wrong. */
  kind: 'stateful' | 'response'
  foundBy: string
  /** A handler with its own memory. */
  create: (server: PlantServer) => Handler
}
/** The healthy server, its key, and the mock that it is or that is behind it. */
export type PlantServer = { url: string; apiKey: string; mockUrl: string }

/** What tests look at in JSON bodies. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

export const jsonOf = ({ text }: PlantResponse): Json =>
  text === '' ? undefined : JSON.parse(text)

/** A response with this JSON body. */
export function respondWith(status: number, json: unknown, from?: PlantResponse): PlantResponse {
  const headers = from?.headers ?? { 'content-type': 'application/json; charset=utf-8' }
  return { status, headers, text: JSON.stringify(json) }
}

/** A handler that changes every payment in the responses, wherever it is. */
export function changePayments(change: (payment: Json, request: PlantRequest) => void) {
  return () => async (request: PlantRequest, forward: Forward) => {
    const came = await forward()
    const json = safeJson(came)
    walk(json, (payment) => change(payment, request))
    return json === undefined ? came : respondWith(came.status, json, came)
  }
}

function safeJson(came: PlantResponse): Json {
  return came.headers['content-type']?.includes('json') === true ? jsonOf(came) : undefined
}

function walk(json: Json, change: (payment: Json) => void) {
  if (typeof json !== 'object' || json == null) return
  if ('identifier' in json && 'direction' in json) change(json)
  else for (const each of Object.values(json)) walk(each, change)
}
