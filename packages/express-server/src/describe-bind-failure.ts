import { LOOPBACK, type ListenOptions } from './listen.ts'

/**
 * Why `listen` could not bind, as a sentence for who started the server; undefined when the error is another.
 * `choose` continues it with the setting to change.
 */
export function describeBindFailure(
  error: unknown,
  { port, hosts = LOOPBACK }: Pick<ListenOptions, 'port' | 'hosts'>,
  choose: { port: string; host: string },
): string | undefined {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the program that uses it, or ${choose.port}`
    case 'EACCES':
      return `Port ${port} needs more permissions than this user has: ${choose.port}`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${hosts.join(' or ')} is not an address of this machine: ${choose.host}`
    default:
      return undefined
  }
}
