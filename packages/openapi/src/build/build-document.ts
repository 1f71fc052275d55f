import { operationsOf } from '@aloha-pi/contracts'
import type { OpenAPIObject, PathItemObject, PathsObject } from 'openapi3-ts/oas31'
import { createComponents } from '../schema/components.ts'
import type { DocumentSource } from './document-source.ts'
import { operationObject } from './operation-object.ts'
import { pathVariants, type PathVariant } from './path-variants.ts'
import { securityRequirements, securitySchemes } from './security.ts'

/** Builds the OpenAPI 3.1 document of a contract. Throws, naming the route, where the contract is incomplete. */
export function buildDocument(source: DocumentSource): OpenAPIObject {
  const components = createComponents()
  const paths: PathsObject = {}
  const schemes = new Set<string>()

  for (const operation of operationsOf(source.contract)) {
    const { name, route } = operation
    const notes = source.notes(operation)
    for (const requirement of securityRequirements[notes.credential]) {
      for (const scheme of Object.keys(requirement)) schemes.add(scheme)
    }
    for (const variant of pathVariants(route.path)) {
      const operationId = operationIdOf(name, variant)
      const examples = source.examples[operationId]
      if (examples == null) throw new Error(`${operationId} has no examples`)
      const item: PathItemObject = (paths[variant.path] ??= {})
      // The methods of contracts are the names of OpenAPI's fields, in capitals.
      const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
      item[method] = operationObject(operationId, route, variant, notes, components, examples)
    }
  }

  return {
    openapi: '3.1.0',
    info: source.info,
    servers: source.servers,
    tags: source.tags,
    paths,
    components: {
      schemas: components.schemas(),
      ...(schemes.size > 0 && {
        securitySchemes: Object.fromEntries(
          Object.entries(securitySchemes).filter(([name]) => schemes.has(name)),
        ),
      }),
    },
  }
}

/** The contract's name of the operation, so that one search finds it in code, documents and logs. */
function operationIdOf(name: string, { extra }: PathVariant): string {
  return extra == null ? name : `${name}With${extra.charAt(0).toUpperCase()}${extra.slice(1)}`
}
