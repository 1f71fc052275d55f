import type { ConnectionOptions } from 'node:tls'

type ConnectArguments = { options: ConnectionOptions; listener: (() => void) | undefined }

/**
 * What `tls.connect` or the `connect` of a socket was called with: `(options)`, `(path, options)` or
 * `(port, host, options)`, each with a listener.
 */
export function readConnectArguments(args: readonly unknown[]): ConnectArguments {
  const [first, second, third] = args
  // As `net.connect` hands them to the socket.
  if (Array.isArray(first)) return readConnectArguments(first)
  const last = args.at(-1)
  // As Node merges them: later options win over earlier ones.
  const options: ConnectionOptions = isObject(first)
    ? first
    : { ...placeOf(first, second), ...[second, third].find(isObject) }
  // The listener of `secureConnect`, which gets no arguments.
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
