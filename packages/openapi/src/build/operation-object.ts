import type { AppRoute } from '@ts-rest/core'
import type { OperationObject } from 'openapi3-ts/oas31'
import type { Components } from '../schema/components.ts'
import type { OperationExamples, OperationNotes } from './document-source.ts'
import { describeEvidence } from './evidence-table.ts'
import { parametersOf } from './parameters.ts'
import type { PathVariant } from './path-variants.ts'
import { requestBodyOf } from './request-body.ts'
import { responsesOf } from './responses.ts'
import { securityRequirements } from './security.ts'

/** One operation of a document: a route of a contract at one of its paths. */
export function operationObject(
  operationId: string,
  route: AppRoute,
  variant: PathVariant,
  notes: OperationNotes,
  components: Components,
  examples: OperationExamples,
): OperationObject {
  const parameters = parametersOf(route, variant, components, examples.parameters)
  const requestBody = requestBodyOf(route, notes, components, examples)
  return {
    operationId,
    tags: [notes.tag],
    summary: summaryOf(route, variant),
    description: descriptionOf(route, notes),
    security: securityRequirements[notes.credential],
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody != null && { requestBody }),
    responses: responsesOf(route, notes, components, examples.responses),
    'x-evidence': notes.evidence,
    ...(notes.undocumented === true && {
      'x-undocumented': true,
      // Shown by the reference page.
      'x-badges': [{ name: 'undocumented' }],
    }),
  }
}

function summaryOf({ path, summary }: AppRoute, { extra }: PathVariant): string {
  if (summary == null) throw new Error(`${path} has no summary`)
  return extra == null ? summary : `${summary} (${extra} in the path)`
}

function descriptionOf({ path, description }: AppRoute, notes: OperationNotes): string {
  if (description == null) throw new Error(`${path} has no description`)
  return [
    ...(notes.undocumented === true
      ? ['**Undocumented**: not in the documents of the service, only known from client code.']
      : []),
    description,
    ...(notes.scope == null ? [] : [`An API key needs the scope \`${notes.scope}\`.`]),
    describeEvidence(notes.evidence),
  ].join('\n\n')
}
