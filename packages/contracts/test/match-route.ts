import type { Operation } from './contract-operations.ts'

/** The operation that a server takes for a request: the first one whose pattern matches, as in express 5. */
export function matchRoute(
  operations: readonly Operation[],
  method: string,
  path: string,
): { operation: Operation; params: Record<string, string> } | undefined {
  for (const operation of operations) {
    const match = patternOf(operation.route.path).exec(path)
    if (operation.route.method === method && match != null) {
      const entries = Object.entries({ ...match.groups }).filter(([, value]) => value != null)
      return { operation, params: Object.fromEntries(entries) }
    }
  }
  return undefined
}

function patternOf(path: string): RegExp {
  const pattern = path
    .replace(/\/:(\w+)\?/g, '(?:/(?<$1>[^/]+))?')
    .replace(/\/:(\w+)/g, '/(?<$1>[^/]+)')
  return new RegExp(`^${pattern}$`)
}
