import type { ApiDocument, Operation } from './document.ts'
import { findOperation } from './find-operation.ts'
import type { FuzzResponse, FuzzRequest } from './request.ts'
import { createValidate } from './validate.ts'

type Whole = Extract<FuzzResponse, { kind: 'response' }>
type Content = NonNullable<Operation['responses'][string]['content']>

/** What is wrong with a response by its document; undefined: nothing. */
export type Judge = (request: FuzzRequest, response: FuzzResponse) => string | undefined

const EVENTS = 'text/event-stream'
/** Refusals of what no operation has: the documents say that they belong to none. */
const ELSEWHERE = new Set([400, 403, 404, 405, 413, 414, 415, 431])

/**
 * Checks status, media type and shape of a response against the operation that its request reached. A path of no
 * operation may belong to another document of the same server, `beside`, and so may the shape of its refusal.
 */
export function createJudge(document: ApiDocument, beside: readonly ApiDocument[] = []): Judge {
  const own = bodyJudgeOf(document)
  const others = beside.map(bodyJudgeOf)

  return (request, response) => {
    if (response.kind === 'none') return `no response: ${response.reason}`
    const { status } = response
    if (status === 500) return 'the server failed'
    const isBodiless = request.method === 'HEAD'
    const found = findOperation(document, request.method, request.path)
    if (found.kind === 'operation') {
      const declared = found.operation.responses[status]
      if (declared == null) return 'a status that the document does not declare'
      return isBodiless ? undefined : own.judge(declared.content ?? {}, response)
    }
    // The browser's question before a call; routes with an access token respond to it.
    if (request.method === 'OPTIONS' && status === 204) return own.judge({}, response)
    // Calls of contracts are in no document: each has the same response, whose status is no refusal.
    if (response.headers['x-mock-rule'] === 'rpc/not_simulated') return undefined
    if (!ELSEWHERE.has(status))
      return 'a status that is not a refusal, for a path without operation'
    if (isBodiless) return undefined
    const fault = own.judge(own.error, response)
    const isOfAnother = others.some(({ judge, error }) => judge(error, response) == null)
    return isOfAnother && found.kind === 'no_path' ? undefined : fault
  }
}

type BodyJudge = {
  judge(content: Content, response: Whole): string | undefined
  error: Content
}

/** One for each document, because several targets are judged by it, and its schemas take a while to compile. */
const bodyJudges = new WeakMap<ApiDocument, BodyJudge>()

function bodyJudgeOf(document: ApiDocument): BodyJudge {
  const judge = bodyJudges.get(document) ?? createBodyJudge(document)
  bodyJudges.set(document, judge)
  return judge
}

function createBodyJudge(document: ApiDocument): BodyJudge {
  const validate = createValidate(document)
  function judge(content: Content, { headers, text }: Whole): string | undefined {
    const [first] = Object.entries(content)
    if (first == null)
      return text === '' ? undefined : `a body where the document has none: ${text}`
    const { 'content-type': given = 'no content type' } = headers
    const type = given.split(';')[0] ?? ''
    if (type === EVENTS && content[EVENTS] != null) return judgeStream(text)
    const [mediaType, { schema }] = first
    if (type !== mediaType) return `${given} instead of ${mediaType}`
    const json = parseJson(text)
    if (json === undefined) return `a body that is not JSON: ${text.slice(0, 200)}`
    const fault = validate(schema, json)
    return fault == null ? undefined : `a body that does not match the document: ${fault}`
  }
  return { judge, error: errorContent(document) }
}

/** The error shape of the whole API: that of its 500, which every operation has. */
function errorContent({ operations }: ApiDocument): Content {
  const response = operations[0]?.responses['500']
  if (response == null) throw new Error('The first operation declares no 500')
  return response.content ?? {}
}

/** A whole stream: events of known fields, the first and the last of them those of Horizon. */
function judgeStream(text: string): string | undefined {
  const events =
    /^retry: 1000\nevent: open\ndata: "hello"\n\n((id: \d+\n)?data: \{.*\}\n\n)*(.+\n)+\n$/
  return events.test(text) ? undefined : `no stream of events: ${text.slice(0, 200)}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
