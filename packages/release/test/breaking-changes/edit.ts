import type { OpenAPIObject } from 'openapi3-ts/oas31'

type Node = Record<string, unknown>
type Path = readonly (string | number)[]

/** Changes a copy of a document. */
export type Edit = (document: OpenAPIObject) => void

/** A schema among the components, and what is inside of it. */
export const schema = (name: string, ...inside: Path): Path => [
  'components',
  'schemas',
  name,
  ...inside,
]

/** Puts the value there; undefined takes away what is there, which must be something. */
export const put =
  (path: Path, value: unknown): Edit =>
  (document) => {
    const [parent, name] = placeOf(document, path)
    if (value !== undefined) parent[name] = value
    else if (name in parent) delete parent[name]
    else throw new Error(`There is nothing at ${path.join('/')}`)
  }

/** Gives a field another name, in the list of the required ones too. */
export const rename =
  (path: Path, from: string, to: string): Edit =>
  (document) => {
    const [parent, name] = placeOf(document, path)
    const { properties, required = [] } = parent[name] as { properties: Node; required?: string[] }
    if (!(from in properties)) throw new Error(`There is no field ${from} at ${path.join('/')}`)
    properties[to] = properties[from]
    delete properties[from]
    put(
      [...path, 'required'],
      required.map((each) => (each === from ? to : each)),
    )(document)
  }

/** Adds to a list, or takes from it what must be in it. */
export const add =
  (path: Path, ...values: unknown[]): Edit =>
  (document) => {
    const [parent, name] = placeOf(document, path)
    parent[name] = [...((parent[name] ?? []) as unknown[]), ...values]
  }
export const drop =
  (path: Path, value: unknown): Edit =>
  (document) => {
    const [parent, name] = placeOf(document, path)
    const list = parent[name] as unknown[]
    if (!list.includes(value)) throw new Error(`${path.join('/')} has no ${String(value)}`)
    parent[name] = list.filter((each) => each !== value)
  }

/** Adds a field to an object. */
export const addField =
  (path: Path, name: string, value: unknown, required: boolean): Edit =>
  (document) => {
    put([...path, 'properties', name], value)(document)
    if (required) add([...path, 'required'], name)(document)
  }

/** Several of them. */
export const all =
  (...edits: Edit[]): Edit =>
  (document) => {
    for (const edit of edits) edit(document)
  }

function placeOf(document: OpenAPIObject, path: Path): [Node, string] {
  let node = document as unknown as Node
  for (const step of path.slice(0, -1)) {
    if (node[step] == null) throw new Error(`There is no ${step} in ${path.join('/')}`)
    node = node[step] as Node
  }
  return [node, String(path.at(-1))]
}
