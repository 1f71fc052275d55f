import type { ConnectionOptions } from 'node:tls'

/** What `tls.connect` was called with: `(options)`, `(path, options)` or `(port, host, options)`, each with a listener. */
export function readConnectArguments(args: readonly unknown[]) {
  const [first, second, third] = args
  const last = args.at(-1)
  // As Node merges them: options that stand behind win over what stands before.
  const options: ConnectionOptions = isObject(first)
    ? first
    : { ...placeOf(first, second), ...[second, third].find(isObject) }
  // The listener of `secureConnect`, which is told nothing.
  const listener = typeof last === 'function' ? (last as () => void) : undefined
  return { options, listener }
}

function placeOf(first: unknown, second: unknown): ConnectionOptions {
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first }
  const host = typeof second === 'string' ? { host: second } : {}
  return { port: Number(first), ...host }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value != null
}
