import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { findOpenSecret } from '../files/secret-file.ts'
import type { Env } from './env.ts'

/** Variables whose value may be in the file that `NAME_FILE` names. The seed's file is read by `readWalletSeed`. */
const IN_FILES = ['PI_API_KEY', 'DATABASE_URL'] as const
const MAX_BYTES = 4_096

type Read = {
  /** With the values of the files. */
  env: Env
  /** Sentences by the variable that has no value because of them. */
  problems: ReadonlyMap<string, string>
}

/** Kubernetes, containers and systemd give secrets as files. */
export function readSecretFiles(env: Env): Read {
  const problems = new Map<string, string>()
  const read: Env = { ...env }
  for (const name of IN_FILES) {
    const path = env[`${name}_FILE`]
    if (path == null || path === '') continue
    const isBoth = env[name] != null && env[name] !== ''
    const value = isBoth
      ? { ok: false as const, problem: `Set either ${name} or ${name}_FILE, not both` }
      : readSecret(`${name}_FILE`, path)
    if (value.ok) read[name] = value.text
    else problems.set(name, value.problem)
  }
  return { env: read, problems }
}

function readSecret(variable: string, path: string) {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const status = fstatSync(file)
    const open = findOpenSecret(status, path)
    if (open != null) return refuse(`${variable} ${open}`)
    if (!status.isFile() || status.size > MAX_BYTES) {
      return refuse(`${variable} must name a file of at most ${MAX_BYTES} bytes`)
    }
    return { ok: true as const, text: readFileSync(file, 'utf8').trim() }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return refuse(`${variable} cannot be read: ${error.message}`)
  } finally {
    if (file != null) closeSync(file)
  }
}

function refuse(problem: string) {
  return { ok: false as const, problem }
}
