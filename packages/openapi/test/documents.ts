import type {
  MediaTypeObject,
  OpenAPIObject,
  OperationObject,
  RequestBodyObject,
  ResponseObject,
} from 'openapi3-ts/oas31'
import { alohaSource } from '../src/documents/aloha-document.ts'
import { chainSource } from '../src/documents/chain-document.ts'
import { controlSource } from '../src/documents/control-document.ts'
import { walletSource } from '../src/documents/wallet-document.ts'
import {
  alohaDocument,
  chainDocument,
  controlDocument,
  platformDocument,
  walletDocument,
} from '../src/index.ts'
import { platformSource } from '../src/documents/platform-document.ts'

/** The five documents and what they are built from. */
export const documents = [
  ['platform', platformDocument(), platformSource],
  ['aloha', alohaDocument(), alohaSource],
  ['chain', chainDocument(), chainSource],
  ['control', controlDocument(), controlSource],
  ['wallet', walletDocument(), walletSource],
] as const

/** All operations of a document by id. */
export function operationsOf(document: OpenAPIObject): Map<string, OperationObject> {
  const operations = Object.values(document.paths ?? {}).flatMap((item) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => item[method] ?? []),
  )
  return new Map(operations.map((operation) => [operation.operationId ?? '', operation]))
}

/** The operation, which has to be there. */
export function operationOf(document: OpenAPIObject, id: string): OperationObject {
  const operation = operationsOf(document).get(id)
  if (operation == null) throw new Error(`The document has no operation "${id}"`)
  return operation
}

/** The responses of an operation by status. */
export function responsesOf(operation: OperationObject): Record<string, ResponseObject> {
  return operation.responses ?? {}
}

/** The examples of a request body, or of a response, by name; none where there is no body. */
export function examplesOf(body: RequestBodyObject | ResponseObject | undefined) {
  const media: MediaTypeObject[] = Object.entries(body?.content ?? {})
    // Beside another type, a stream is text which no schema of the contract describes.
    .filter(([type], _, all) => type !== 'text/event-stream' || all.length === 1)
    .map(([, each]) => each)
  const named = media.flatMap(({ example, examples = { example: { value: example } } }) =>
    Object.entries(examples),
  )
  return named
    .map(([name, each]) => [name, 'value' in each ? each.value : undefined] as const)
    .filter(([, value]) => value !== undefined)
}
