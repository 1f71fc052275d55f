const { readFileSync } = process.getBuiltinModule('node:fs')

/** For files, the database, calls to others, and connections that are accepted before one is dropped for them. */
const RESERVED = 512

/**
 * How many of `wanted` connections the process may hold and still have descriptors left: one that has used up all of
 * them cannot accept a connection on any port. `limits` is what Linux says of a process.
 */
export function fitDescriptors(wanted: number, limits = readLimits()): number {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  if (soft == null) return wanted
  const reserved = Math.min(RESERVED, Math.ceil(Number(soft) / 2))
  return Math.max(1, Math.min(wanted, Number(soft) - reserved))
}

/** Empty where the system has no such file. */
function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return ''
  }
}
