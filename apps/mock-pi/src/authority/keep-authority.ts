import { createPrivateKey, X509Certificate } from 'node:crypto'
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Authority, AuthorityOptions } from './make-authority.ts'
import { checkOwner, ownFolder, SHELL_FOLDER } from './authority-folder.ts'

/** Both certificates, and the key of the server's. The key of the authority is nowhere. */
export const AUTHORITY_FILE = 'certificates.pem'
const RENEWED_BEFORE_MS = 30 * 86_400_000
const PARTS =
  /^(-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n)(-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n)(-----BEGIN PRIVATE KEY-----\n[^-]+-----END PRIVATE KEY-----\n)$/

/**
 * The certificates in a folder of this user. They are made when there are none, when they are for other names, and
 * thirty days before they end.
 */
export async function openAuthority(folder: string, options: AuthorityOptions): Promise<Authority> {
  const file = path.join(ownFolder(folder), AUTHORITY_FILE)
  const kept = readAuthority(file)
  if (kept != null && isUsable(kept, options)) return kept
  // Only now: the library takes a while to load.
  const { makeAuthority } = await import('./make-authority.ts')
  const made = makeAuthority(options)
  writeWhole(file, `${made.caCertificate}${made.certificate}${made.key}`)
  return made
}

/** Deletes them and their copies; returns the path, or undefined where there are none. */
export function removeAuthority(folder: string): string | undefined {
  rmSync(path.join(folder, SHELL_FOLDER), { recursive: true, force: true })
  const file = path.join(folder, AUTHORITY_FILE)
  if (lstatSync(file, { throwIfNoEntry: false }) == null) return undefined
  rmSync(file)
  return file
}

function readAuthority(file: string): Authority | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (found == null) return undefined
  checkOwner(file, found, 0o077)
  if (!found.isFile()) throw new Error(`${file} is not a file: move it away`)
  const [, caCertificate, certificate, key] = PARTS.exec(readFileSync(file, 'utf8')) ?? []
  // What cannot be read is made again.
  return caCertificate == null || certificate == null || key == null
    ? undefined
    : { caCertificate, certificate, key }
}

function isUsable(
  { caCertificate, certificate, key }: Authority,
  { names, now }: AuthorityOptions,
): boolean {
  try {
    const [ca, server] = [new X509Certificate(caCertificate), new X509Certificate(certificate)]
    const wanted = names.map((name) => `DNS:${name}`).join(', ')
    return (
      server.subjectAltName === wanted &&
      server.verify(ca.publicKey) &&
      server.checkPrivateKey(createPrivateKey(key)) &&
      Date.parse(ca.validFrom) <= now &&
      Date.parse(ca.validTo) - RENEWED_BEFORE_MS > now
    )
  } catch {
    // Damaged: made again.
    return false
  }
}

/** Another process reads the file before or after, never half of it. */
function writeWhole(file: string, text: string) {
  const draft = `${file}.${process.pid}`
  rmSync(draft, { force: true })
  writeFileSync(draft, text, { mode: 0o600, flag: 'wx' })
  renameSync(draft, file)
}
