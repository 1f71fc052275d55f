import { operationsOf } from '@aloha-pi/contracts'
import { chainContract, type ChainOperation } from '@aloha-pi/contracts/chain'
import { platformContract, type PlatformOperation } from '@aloha-pi/contracts/platform'
import type { AppRoute } from '@ts-rest/core'
import { visibleField } from './visible-name.ts'

/** An operation of Pi: of the Platform API, or of the blockchain's. */
export type PiOperation = {
  /** As `platform payments.get`. */
  name: string
  route: AppRoute
} & ({ api: 'platform'; metadata: PlatformOperation } | { api: 'chain'; metadata: ChainOperation })

const operations: readonly (PiOperation & { pattern: RegExp })[] = [
  ...operationsOf(platformContract).map(({ name, route }) => ({
    api: 'platform' as const,
    name: `platform ${name}`,
    route,
    metadata: route.metadata as PlatformOperation,
    pattern: patternOf(route.path),
  })),
  ...operationsOf(chainContract).map(({ name, route }) => ({
    api: 'chain' as const,
    name: `chain ${name}`,
    route,
    metadata: route.metadata as ChainOperation,
    pattern: patternOf(route.path),
  })),
]

const MAX_SEGMENTS = 10

/** Path segments of the contracts, which say nothing of a request. */
const WORDS = new Set(
  operations.flatMap(({ route }) => route.path.split('/').filter((word) => !word.startsWith(':'))),
)

function patternOf(path: string): RegExp {
  const pattern = path.replace(/\/:(\w+)/g, '/(?<$1>[^/]+)')
  return new RegExp(`^${pattern === '/' ? '' : pattern}/?$`)
}

/** The operation that Pi takes for a request, with the parameters of its path as they were sent. */
export function findOperation(
  method: string,
  path: string,
): { operation: PiOperation; params: Record<string, string> } | undefined {
  for (const operation of operations) {
    if (operation.route.method !== method) continue
    const match = operation.pattern.exec(path)
    if (match != null) return { operation, params: { ...match.groups } }
  }
  return undefined
}

/**
 * A request that belongs to no operation, as `GET /v2/payments/:id`. Segments that are words of the contracts stay. Of the
 * others the first one stays if the upstream serves the path, and the segment looks like the name of an endpoint.
 */
export function describeUnknown(
  { method, path }: { method: string; path: string },
  isServed: boolean,
): string {
  const template = operations.find(({ pattern }) => pattern.test(path))?.route.path
  if (template != null) return `${method} ${template}`
  const segments = path.split('/').slice(1)
  const first = segments.findIndex((each) => !WORDS.has(each))
  const shown = segments.slice(0, MAX_SEGMENTS).map((each, place) => {
    if (WORDS.has(each)) return each
    const isEndpoint = place === first && isServed && visibleField(each, new Set()) === each
    return isEndpoint ? each : ':id'
  })
  return `${method} /${shown.join('/')}${segments.length > MAX_SEGMENTS ? '/…' : ''}`
}
