import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { javaTrustStore } from './java-trust-store.ts'
import { PHP_PRELUDE, RUBY_PRELUDE } from './preludes.ts'

/** Absolute paths. */
export type ProgramFiles = {
  /** All certificates that programs trust, and that of the mock's authority; PEM. */
  bundle: string
  /** Only the authority's. */
  authority: string
  trustStore: string
  phpFolder: string
  rubyPrelude: string
}

/** Writes what programs read into a folder of this user. */
export function writeProgramFiles(
  folder: string,
  {
    trusted,
    caCertificate,
    now,
  }: { trusted: readonly string[]; caCertificate: string; now: number },
): ProgramFiles {
  const files = {
    bundle: path.join(folder, 'trusted.pem'),
    authority: path.join(folder, 'mock-pi.pem'),
    trustStore: path.join(folder, 'trusted.jks'),
    phpFolder: path.join(folder, 'php'),
    rubyPrelude: path.join(folder, 'prelude.rb'),
  }
  const phpPrelude = path.join(files.phpFolder, 'prelude.php')
  mkdirSync(files.phpFolder, { recursive: true, mode: 0o700 })
  const write = (file: string, text: string | Buffer) => writeFileSync(file, text, { mode: 0o600 })
  write(files.bundle, `${trusted.join('\n')}\n`)
  write(files.authority, caCertificate)
  write(files.trustStore, javaTrustStore(trusted, now))
  write(files.rubyPrelude, RUBY_PRELUDE)
  write(phpPrelude, PHP_PRELUDE)
  const settings = [
    ['openssl.cafile', files.bundle],
    ['curl.cainfo', files.bundle],
    ['auto_prepend_file', phpPrelude],
  ].map(([name, file]) => `${name} = "${file}"\n`)
  write(path.join(files.phpFolder, 'mock-pi.ini'), settings.join(''))
  return files
}
