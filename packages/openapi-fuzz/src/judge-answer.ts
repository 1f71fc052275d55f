import type { ApiDocument, Operation, Schema } from './document.ts'
import { findOperation } from './find-operation.ts'
import type { Answer, FuzzRequest } from './request.ts'
import { createValidate } from './validate.ts'

type Whole = Extract<Answer, { kind: 'answer' }>
type Media = [mediaType: string, schema: Schema] | undefined

/** What is wrong with a response by its document; undefined: nothing. */
export type Judge = (request: FuzzRequest, answer: Answer) => string | undefined

/** Refusals of what no operation has: the documents say that they belong to none. */
const ELSEWHERE = new Set([400, 403, 404, 405, 413, 414, 415, 431])

/**
 * Checks status, media type and shape of a response against the operation that its request reached. A path of no
 * operation may belong to another document of the same server, `beside`, and so may the shape of its refusal.
 */
export function createJudge(document: ApiDocument, beside: readonly ApiDocument[] = []): Judge {
  const own = createBodyJudge(document)
  const others = beside.map((other) => createBodyJudge(other))

  return (request, answer) => {
    if (answer.kind === 'none') return `no response: ${answer.reason}`
    const { status } = answer
    if (status === 500) return 'the server failed'
    const isBodiless = request.method === 'HEAD'
    const found = findOperation(document, request.method, request.path)
    if (found.kind === 'operation') {
      const response = found.operation.responses[status]
      if (response == null) return 'a status that the document does not declare'
      return isBodiless ? undefined : own.judge(mediaOf(response), answer)
    }
    // The browser's question before a call; routes with an access token answer it.
    if (request.method === 'OPTIONS' && status === 204) return own.judge(undefined, answer)
    if (!ELSEWHERE.has(status)) return 'a status that is no refusal, where no operation is'
    if (isBodiless) return undefined
    const fault = own.judge(own.error, answer)
    const isOfAnother = others.some(({ judge, error }) => judge(error, answer) == null)
    return isOfAnother && found.kind === 'no_path' ? undefined : fault
  }
}

function createBodyJudge(document: ApiDocument) {
  const validate = createValidate(document)
  function judge(media: Media, { headers, text }: Whole): string | undefined {
    if (media == null)
      return text === '' ? undefined : `a body where the document has none: ${text}`
    const [mediaType, schema] = media
    const { 'content-type': given = 'no content type' } = headers
    if (given.split(';')[0] !== mediaType) return `${given} instead of ${mediaType}`
    const json = parseJson(text)
    if (json === undefined) return `a body that is not JSON: ${text.slice(0, 200)}`
    const fault = validate(schema, json)
    return fault == null ? undefined : `a shape outside the document: ${fault}`
  }
  return { judge, error: errorMedia(document) }
}

/** The error shape of the whole API: that of its 500, which every operation has. */
function errorMedia({ operations }: ApiDocument): Media {
  const response = operations[0]?.responses['500']
  if (response == null) throw new Error('The first operation declares no 500')
  return mediaOf(response)
}

function mediaOf({ content }: Operation['responses'][string]): Media {
  const [media] = Object.entries(content ?? {})
  return media == null ? undefined : [media[0], media[1].schema]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
