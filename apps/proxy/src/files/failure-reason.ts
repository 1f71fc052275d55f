import { closeSync, openSync } from 'node:fs'
import { devNull } from 'node:os'

const REASONS = {
  rights: 'this user has no right to do that',
  readOnly: 'its file system is read-only',
  full: 'the disk is full',
  quota: 'the disk quota of this user is used up',
  descriptors: 'no file descriptors are left: raise the limit (ulimit -n)',
  inPlace: 'something that is not a folder is in its place',
  missing: 'it does not exist',
  device: 'the disk reports an error',
  link: 'its symbolic links form a loop',
  name: 'its name is too long',
  notALock: 'it is not a lock file: delete it, or choose another folder',
} as const
type Reason = keyof typeof REASONS

const SYSTEM_CODES: Record<string, Reason> = {
  EACCES: 'rights',
  EPERM: 'rights',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  EDQUOT: 'quota',
  EMFILE: 'descriptors',
  ENFILE: 'descriptors',
  ENOTDIR: 'inPlace',
  EEXIST: 'inPlace',
  ENOENT: 'missing',
  EIO: 'device',
  ELOOP: 'link',
  ENAMETOOLONG: 'name',
}
/** SQLSTATE, as PGlite reports it. */
const SQL_STATES: Record<string, Reason> = { 53100: 'full', 53000: 'descriptors', 58030: 'device' }
/** Emscripten numbers them as WASI does. */
const EMSCRIPTEN_ERRNOS: Record<number, Reason> = {
  2: 'rights',
  19: 'quota',
  29: 'device',
  33: 'descriptors',
  41: 'descriptors',
  51: 'full',
  63: 'rights',
  69: 'readOnly',
}
const SQLITE_CODES: Record<number, Reason> = {
  3: 'rights',
  8: 'readOnly',
  10: 'device',
  13: 'full',
  11: 'notALock',
  14: 'rights',
  26: 'notALock',
}

/** Why a file or folder could not be used, in plain words; undefined when the error has another cause. */
export function reasonOf(error: unknown): string | undefined {
  const reason = findReason(error)
  return reason == null ? undefined : REASONS[reason]
}

const LACKS = new Set<Reason>(['readOnly', 'full', 'quota', 'descriptors', 'device'])

/** What the machine lacks: the reasons that need no path to be understood. */
export function lackOf(error: unknown): string | undefined {
  const reason = findReason(error)
  return reason != null && LACKS.has(reason) ? REASONS[reason] : undefined
}

function findReason(error: unknown): Reason | undefined {
  for (let each = error, depth = 0; isObject(each) && depth < 5; depth += 1) {
    const reason = reasonOfOne(each)
    if (reason != null) return reason
    each = each['cause']
  }
  return undefined
}

function reasonOfOne(error: Record<string, unknown>): Reason | undefined {
  const { code, errno, errcode, name } = error
  if (typeof errcode === 'number') return reasonOfSqlite(errcode)
  if (typeof code === 'string') return SYSTEM_CODES[code] ?? SQL_STATES[code]
  if (name === 'ErrnoError' && typeof errno === 'number') return EMSCRIPTEN_ERRNOS[errno]
  return undefined
}

/** An extended code holds the plain one in its lowest byte. */
function reasonOfSqlite(errcode: number): Reason | undefined {
  const reason = SQLITE_CODES[errcode & 0xff]
  // SQLite has no code for a lack of descriptors.
  return reason === 'rights' && !canOpenFile() ? 'descriptors' : reason
}

function canOpenFile(): boolean {
  try {
    closeSync(openSync(devNull, 'r'))
    return true
  } catch (error) {
    if (isObject(error) && SYSTEM_CODES[String(error['code'])] === 'descriptors') return false
    throw error
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value != null
}
