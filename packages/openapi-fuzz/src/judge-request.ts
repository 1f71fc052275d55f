import type { ApiDocument, Operation, Parameter } from './document.ts'
import { findOperation } from './find-operation.ts'
import type { FuzzRequest } from './request.ts'
import { createValidate } from './validate.ts'

/** What a request breaks of its document, as sentences; none: the document allows it. */
export type JudgeRequest = (request: FuzzRequest) => Promise<string[]>

const FORMS = new Set(['application/x-www-form-urlencoded', 'multipart/form-data'])

/** Checks path, query, headers, credential, content type and body of a request by the document alone. */
export function createRequestJudge(document: ApiDocument): JudgeRequest {
  const ofText = createValidate(document, { fromText: true })
  const ofJson = createValidate(document)

  function judgeParameters(operation: Operation, request: FuzzRequest): string[] {
    return operation.parameters.flatMap((parameter) => {
      const value = valueOf(parameter, operation, request)
      const name = `${parameter.in} parameter ${parameter.name}`
      if (value == null) return parameter.required === true ? `${name} is missing` : []
      // Wrapped: a value is converted where it stands.
      const fault = ofText({ type: 'object', properties: { value: parameter.schema } }, { value })
      return fault == null ? [] : `${name}: ${fault}`
    })
  }

  async function judgeBody({ requestBody }: Operation, request: FuzzRequest): Promise<string[]> {
    const { body } = request
    if (body == null || body.length === 0) {
      return requestBody?.required === true ? ['there is no body'] : []
    }
    if (requestBody == null) return ['there is a body']
    const type = mediaTypeOf(request)
    const media = requestBody.content[type]
    if (media == null) return [`its content type is ${type}`]
    const fault = FORMS.has(type)
      ? ofText(media.schema, await readForm(request, body))
      : ofJson(media.schema, JSON.parse(body.toString('utf8')))
    return fault == null ? [] : [`body: ${fault}`]
  }

  return async (request) => {
    const found = findOperation(document, request.method, request.path)
    if (found.kind !== 'operation') return [`${request.method} ${request.path} is no operation`]
    const { operation } = found
    return [
      ...judgeParameters(operation, request),
      ...judgeQuery(operation, request),
      ...judgeCredential(operation, request),
      ...(await judgeBody(operation, request)),
    ]
  }
}

function valueOf({ in: place, name }: Parameter, { path }: Operation, request: FuzzRequest) {
  const [pathname = '', query] = request.path.split('?')
  switch (place) {
    case 'path':
      return decodeURIComponent(pathname.split('/')[path.split('/').indexOf(`{${name}}`)] ?? '')
    case 'query':
      return new URLSearchParams(query).get(name)
    case 'header':
      return request.headers[name.toLowerCase()]
  }
}

function judgeQuery({ parameters }: Operation, { path }: FuzzRequest): string[] {
  const known = new Set(parameters.filter((each) => each.in === 'query').map(({ name }) => name))
  const names = [...new URLSearchParams(path.split('?')[1]).keys()]
  return names.filter((name) => !known.has(name)).map((name) => `query parameter ${name} is new`)
}

/** The scheme `Key` is a header whose text the document describes in words only. */
function judgeCredential({ security = [] }: Operation, { headers }: FuzzRequest): string[] {
  const schemes = security.map((each) => Object.keys(each)[0])
  if (schemes.length === 0 || schemes.includes(undefined)) return []
  const given = headers['authorization']?.trim() ?? ''
  const wanted = schemes.includes('serverKey') ? /^Key \S+$/i : /^Bearer \S+$/i
  return wanted.test(given) ? [] : [`its credential is not ${schemes.join(' or ')}`]
}

function mediaTypeOf({ headers }: FuzzRequest): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'missing'
}

async function readForm({ headers }: FuzzRequest, body: Buffer): Promise<object> {
  const response = new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  })
  return Object.fromEntries(await response.formData())
}
