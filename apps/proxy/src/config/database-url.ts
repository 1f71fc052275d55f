import * as z from 'zod'
import { isLoopback } from './base-url.ts'

/** What a driver may be told in the URL. Others can switch off certificate checks or lead to another host. */
const PARAMETERS = new Set(['sslmode', 'sslrootcert', 'host', 'application_name'])

/** A Postgres on this machine, or one whose certificate and name are checked. No message repeats the URL. */
export const databaseUrlSchema = z.string().transform((text, ctx) => {
  const rule = findProblem(URL.parse(text))
  if (rule == null) return text
  ctx.addIssue(rule)
  return z.NEVER
})

/** Whether the connection must be encrypted and its certificate checked. */
export function needsTls(url: string | undefined): boolean {
  return url != null && new URL(url).searchParams.get('sslmode') === 'verify-full'
}

function findProblem(url: URL | null): string | undefined {
  if (url == null || !/^postgres(ql)?:$/.test(url.protocol)) {
    return 'must be a URL like postgres://user:password@host:5432/database'
  }
  if (!/^\/[^/]+$/.test(url.pathname)) return 'must end with the name of one database'
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    return 'must have a percent-encoded user name and password'
  }
  const names = [...url.searchParams.keys()]
  // Of a repeated parameter the driver takes the last one.
  if (names.some((name) => !PARAMETERS.has(name)) || new Set(names).size < names.length) {
    return `must not have other parameters than ${[...PARAMETERS].join(', ')}, each once`
  }
  const socket = url.searchParams.get('host')
  if (socket != null && !socket.startsWith('/')) {
    return 'must name the host before the path; the parameter "host" is for a socket folder'
  }
  if (socket == null && url.hostname === '') return 'must name a host'
  const sslmode = url.searchParams.get('sslmode')
  if (sslmode != null && sslmode !== 'verify-full' && sslmode !== 'disable') {
    return 'must have sslmode=verify-full, or none for a database on this machine'
  }
  const local = socket != null || isLoopback(url.hostname)
  if (!local && sslmode !== 'verify-full') {
    return 'must have sslmode=verify-full, because its host is not this machine'
  }
  return undefined
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch (error) {
    if (error instanceof URIError) return false
    throw error
  }
}
