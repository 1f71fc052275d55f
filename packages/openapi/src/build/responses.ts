import {
  ContractNoBody,
  isAppRouteOtherResponse,
  type AppRoute,
  type AppRouteResponse,
} from '@ts-rest/core'
import type { ExampleObject, ResponseObject, ResponsesObject } from 'openapi3-ts/oas31'
import type * as z from 'zod'
import type { Components } from '../schema/components.ts'
import type { OperationExamples, OperationNotes } from './document-source.ts'
import { describeErrors, describeEvidence, evidenceOfErrors } from './evidence-table.ts'

// Not by an import statement: that one would load the WebSocket client of node:http as well.
const { STATUS_CODES } = process.getBuiltinModule('node:http')

/** Responses of one operation. Its declared statuses and those of its errors have to agree. */
export function responsesOf(
  route: AppRoute,
  notes: OperationNotes,
  components: Components,
  examples: OperationExamples['responses'],
): ResponsesObject {
  for (const { code, status } of notes.errors) {
    if (!(status in route.responses)) {
      throw new Error(
        `${route.path}: "${code}" has the status ${status}, which the route does not declare`,
      )
    }
  }
  return Object.fromEntries(
    Object.entries(route.responses).map(([key, response]): [string, ResponseObject] => {
      const status = Number(key)
      return [
        key,
        status < 400
          ? success(route, status, response, components, { notes, examples })
          : failure(route, status, response, components, notes),
      ]
    }),
  )
}

function success(
  { path }: AppRoute,
  status: number,
  response: AppRouteResponse,
  components: Components,
  { notes, examples }: { notes: OperationNotes; examples: OperationExamples['responses'] },
): ResponseObject {
  if (response === ContractNoBody) return { description: `${titleOf(status)}. The body is empty.` }
  if (!(status in examples)) throw new Error(`${path}: no example of a ${status} response`)
  return {
    description: titleOf(status),
    content: {
      ...contentOf(response, components, { example: examples[status] }),
      ...(notes.eventsOf != null && {
        'text/event-stream': {
          schema: { type: 'string' as const },
          example: notes.eventsOf(examples[status]),
        },
      }),
    },
  }
}

function failure(
  { path }: AppRoute,
  status: number,
  response: AppRouteResponse,
  components: Components,
  { errors, evidence }: OperationNotes,
): ResponseObject {
  if (response === ContractNoBody) {
    return {
      description: `${titleOf(status)}. The body is empty.\n\n${describeEvidence(evidence)}`,
      'x-evidence': [evidence],
    }
  }
  const rows = errors.filter((each) => each.status === status)
  if (rows.length === 0) throw new Error(`${path}: no error has the declared status ${status}`)
  const codes = rows.map(({ code }) => `\`${code}\``)
  const examples = rows.map(({ code, example }): [string, ExampleObject] => [
    code,
    { value: example },
  ])
  return {
    description: `${titleOf(status)}: ${codes.join(', ')}\n\n${describeErrors(rows)}`,
    content: contentOf(response, components, { examples: Object.fromEntries(examples) }),
    'x-evidence': evidenceOfErrors(rows),
  }
}

function contentOf(
  response: AppRouteResponse,
  components: Components,
  examples: { example?: unknown; examples?: Record<string, ExampleObject> },
): NonNullable<ResponseObject['content']> {
  const other = isAppRouteOtherResponse(response)
  // ts-rest types bodies against several schema libraries; the contracts use zod 4.
  const body = (other ? response.body : response) as z.ZodType
  const type = other ? response.contentType.replace(/;.*/, '') : 'application/json'
  return { [type]: { schema: components.use(body, 'output'), ...examples } }
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? `Status ${status}`
}
