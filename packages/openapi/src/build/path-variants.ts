/** One OpenAPI path of a route. */
export type PathVariant = {
  /** As `/payments/{paymentId}`. */
  path: string
  parameters: string[]
  /** The optional parameter that this path carries and the route's other path does not. */
  extra?: string
}

const OPTIONAL_TAIL = /\/:(\w+)\?$/

/** OpenAPI has no optional path parameter: a route with one at its end is two paths. */
export function pathVariants(route: string): PathVariant[] {
  const extra = OPTIONAL_TAIL.exec(route)?.[1]
  if (extra == null) return [variant(route)]
  const short = route.replace(OPTIONAL_TAIL, '')
  return [variant(short), { ...variant(`${short}/:${extra}`), extra }]
}

function variant(route: string): PathVariant {
  if (route.includes('?')) {
    throw new Error(`${route}: only the last path parameter can be optional`)
  }
  const parameters: string[] = []
  const path = route.replaceAll(/:(\w+)/g, (_, name: string) => {
    parameters.push(name)
    return `{${name}}`
  })
  return { path, parameters }
}
