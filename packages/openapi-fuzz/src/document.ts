import { readFile } from 'node:fs/promises'

export const DOCUMENTS = ['platform', 'chain', 'control', 'wallet', 'aloha'] as const
export type DocumentName = (typeof DOCUMENTS)[number]

export type Schema = { [keyword: string]: unknown }
type Media = { schema: Schema; example?: unknown }
type Content = { [mediaType: string]: Media }
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: Schema
}

/** What the fuzzer reads of an operation; the documents hold no `$ref` outside schemas. */
type OperationObject = {
  operationId: string
  security?: Record<string, unknown>[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Content }
  responses: { [status: string]: { content?: Content } }
}

type Components = { schemas: { [name: string]: Schema } }

type DocumentObject = {
  paths: { [path: string]: { [method: string]: OperationObject } }
  components: Components
}

export type Operation = Omit<OperationObject, 'parameters'> & {
  document: DocumentName
  /** In capitals. */
  method: string
  /** `/v2/payments/{paymentId}`. */
  path: string
  parameters: Parameter[]
}

/** One OpenAPI document as the fuzzer uses it. */
export type ApiDocument = {
  name: DocumentName
  operations: Operation[]
  /** What `$ref`s of its schemas lead to. */
  components: Components
}

/** Reads `docs/openapi/NAME.json`: what is published, not what a contract would generate now. */
export async function readDocument(name: DocumentName): Promise<ApiDocument> {
  const file = new URL(`../../../docs/openapi/${name}.json`, import.meta.url)
  // A test of packages/openapi checks the committed files against the schema of OpenAPI.
  return toApiDocument(name, JSON.parse(await readFile(file, 'utf8')) as DocumentObject)
}

export function toApiDocument(name: DocumentName, document: DocumentObject): ApiDocument {
  const operations: Operation[] = []
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { parameters = [], ...operation }] of Object.entries(methods)) {
      const place = { document: name, method: method.toUpperCase(), path }
      operations.push({ ...operation, ...place, parameters })
    }
  }
  return { name, operations, components: document.components }
}

/** A schema of the document with everything that it refers to. */
export function wholeSchema({ components }: ApiDocument, schema: Schema): Schema {
  return { ...schema, components }
}
