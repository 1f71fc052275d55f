import type { ApiDocument, Operation } from './document.ts'

/** What a document says about a method and a path: an operation, only other methods, or nothing. */
export type Found =
  | { kind: 'operation'; operation: Operation }
  | { kind: 'other_method' }
  | { kind: 'no_path' }

/** The operation that a request reaches: a broken request may reach another one than it was made for. */
export function findOperation({ operations }: ApiDocument, method: string, path: string): Found {
  const [pathname = ''] = path.split('?')
  const matching = operations
    .filter((operation) => matches(operation.path, pathname))
    // A literal segment goes before a parameter.
    .sort((a, b) => parametersIn(a.path) - parametersIn(b.path))
  const [best] = matching
  if (best == null) return { kind: 'no_path' }
  // HEAD is a GET without its body.
  const wanted = method === 'HEAD' ? 'GET' : method
  const operation = matching.find((each) => each.method === wanted)
  return operation == null ? { kind: 'other_method' } : { kind: 'operation', operation }
}

/** With or without another slash at the end, as express does. */
function matches(template: string, pathname: string): boolean {
  return isLike(template, pathname) || isLike(template, pathname.replace(/\/$/, ''))
}

function isLike(template: string, pathname: string): boolean {
  const wanted = template.split('/')
  const given = pathname.split('/')
  return (
    wanted.length === given.length &&
    wanted.every((each, place) => (isParameter(each) ? given[place] !== '' : each === given[place]))
  )
}

const isParameter = (segment: string) => segment.startsWith('{')
const parametersIn = (path: string) => path.split('/').filter(isParameter).length
