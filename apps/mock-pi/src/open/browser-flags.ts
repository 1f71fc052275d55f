import { createHash, X509Certificate } from 'node:crypto'
import { PI_DOMAINS } from '../http/pi-hosts.ts'

/**
 * Apps know the Pi Browser by its last word (inferred: public apps look for it); the rest is assumed, as Chrome on a
 * phone sends it.
 */
const USER_AGENT =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36 PiBrowser'

export type BrowserOptions = {
  /** Where https of Pi's hosts is served. */
  tlsPort: number
  /** Of that listener, as PEM. */
  certificate: string
  /** A folder of the browser's own. */
  profile: string
  headless: boolean
}

/** The arguments with which Chromium takes the mock for all of Pi's hosts, and is otherwise as it is. */
export function browserFlags({
  tlsPort,
  certificate,
  profile,
  headless,
}: BrowserOptions): string[] {
  const names = PI_DOMAINS.flatMap((domain) => [domain, `*.${domain}`])
  const rules = names.map((name) => `MAP ${name} 127.0.0.1:${tlsPort}`)
  return [
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    `--host-resolver-rules=${rules.join(',')}`,
    // The names are looked up by the browser only while it uses no proxy.
    '--no-proxy-server',
    `--ignore-certificate-errors-spki-list=${fingerprintOf(certificate)}`,
    `--user-agent=${USER_AGENT}`,
    ...(headless ? ['--headless'] : []),
  ]
}

/** The SHA-256 of its key, by which the browser trusts this listener and no other. */
function fingerprintOf(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
}
