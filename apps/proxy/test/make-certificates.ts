import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type Certificate = { cert: string; key: string }

/** Whether certificates can be made here: Node itself makes none. */
export async function haveOpenssl(): Promise<boolean> {
  return run('openssl', ['version']).then(
    ({ stdout }) => stdout.startsWith('OpenSSL 3'),
    () => false,
  )
}

/** A certificate authority in its own folder, and the certificates that it makes for names. */
export async function makeAuthority(folder: string) {
  await mkdir(folder)
  const authority = await make(folder, 'ca', ['-subj', '/CN=An authority of the tests'])
  return {
    cert: authority.cert,
    /** `names` like `DNS:localhost,IP:127.0.0.1`. */
    certify: (name: string, names: string) =>
      make(folder, name, [
        '-CA',
        authority.cert,
        '-CAkey',
        authority.key,
        '-subj',
        `/CN=${name}`,
        '-addext',
        `subjectAltName=${names}`,
        '-addext',
        'basicConstraints=critical,CA:FALSE',
      ]),
  }
}

async function make(folder: string, name: string, options: string[]): Promise<Certificate> {
  const cert = join(folder, `${name}.pem`)
  const key = join(folder, `${name}.key`)
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const files = ['-nodes', '-days', '2', '-keyout', key, '-out', cert]
  await run('openssl', ['req', '-x509', ...curve, ...files, ...options])
  return { cert, key }
}
