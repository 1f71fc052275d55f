import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why no certificate can be made here; '' when one can. Node itself makes none. */
export const noCertificate = await run('openssl', ['version']).then(
  ({ stdout }) => (/^OpenSSL [3-9]/.test(stdout) ? '' : `needs OpenSSL 3, not ${stdout.trim()}`),
  (error: Error) => `needs openssl: ${error.message}`,
)

/** A certificate that vouches for itself, and its key; it never touches the disk. `names` like `DNS:localhost`. */
export async function makeCertificate(names: string) {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const subject = ['-subj', '/CN=A server of the tests', '-addext', `subjectAltName=${names}`]
  const files = ['-nodes', '-days', '2', '-keyout', '-']
  const { stdout } = await run('openssl', ['req', '-x509', ...curve, ...subject, ...files])
  const [, key = '', cert = ''] = /^(-.*KEY-----\n)(-.*CERTIFICATE-----\n)$/s.exec(stdout) ?? []
  if (cert === '') throw new Error('openssl printed no key and certificate')
  return { key, cert }
}
