import type { ContractOperation } from '@aloha-pi/contracts'
import type { Evidence } from '@aloha-pi/contracts/evidence'
import type { AppRouter } from '@ts-rest/core'
import type { InfoObject, ServerObject, TagObject } from 'openapi3-ts/oas31'
import type { Credential } from './security.ts'

/** One error that an operation responds with. */
export type DocumentedError = {
  code: string
  status: number
  /** The error table's message, with its `{names}`. */
  message: string
  evidence: Evidence
  /** The body as it is sent. */
  example: unknown
}

/** What a contract's metadata and tables say about one operation. */
export type OperationNotes = {
  tag: string
  credential: Credential
  evidence: Evidence
  undocumented?: boolean
  /** `application/x-www-form-urlencoded` beside the contract's content type. */
  takesForms?: boolean
  /** The text of a stream of events, from the example of the page or resource; absent where there is none. */
  eventsOf?: (example: unknown) => string
  /** `multipart/form-data` beside it. */
  takesMultipart?: boolean
  /** What an API key must be allowed to do. */
  scope?: string
  /** Its own errors and those of every operation. */
  errors: readonly DocumentedError[]
}

/** Hand-written examples of one operation. */
export type OperationExamples = {
  request?: unknown
  /** For parameters whose schema has no example. */
  parameters?: Readonly<Record<string, unknown>>
  /** By success status. */
  responses: Readonly<Record<number, unknown>>
}

/** Everything that one document is built from. */
export type DocumentSource = {
  info: InfoObject
  servers: ServerObject[]
  tags: TagObject[]
  contract: AppRouter
  notes(operation: ContractOperation): OperationNotes
  /** By operation id. */
  examples: Readonly<Record<string, OperationExamples>>
}
