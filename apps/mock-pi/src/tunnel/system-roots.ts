import { readFileSync, statSync } from 'node:fs'
import { getCACertificates, rootCertificates } from 'node:tls'

type Environment = Readonly<Record<string, string | undefined>>

/** Where the systems keep what they trust, in one file. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
]
/** Where programs are told to look instead, or as well. */
const VARIABLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']
const CERTIFICATE = /-----BEGIN CERTIFICATE-----\s[^-]+-----END CERTIFICATE-----/g

/** What programs on this machine trust, as PEM: the system's certificates, and those that variables name. */
export function systemRoots(env: Environment): string[] {
  const named = VARIABLES.map((name) => env[name] ?? '')
  const files = [SYSTEM_FILES.find(isFile) ?? '', ...named].filter(isFile)
  const found = files.flatMap((file) =>
    [...readFileSync(file, 'latin1').matchAll(CERTIFICATE)].map(([pem]) => pem),
  )
  return [...new Set([...(files.some(isSystem) ? [] : ofNode()), ...found])]
}

/** Of Windows and macOS, if this Node can ask for them. */
function ofNode(): readonly string[] {
  const ofSystem = typeof getCACertificates === 'function' ? getCACertificates('system') : []
  return ofSystem.length > 0 ? ofSystem : rootCertificates
}

function isSystem(file: string): boolean {
  return SYSTEM_FILES.includes(file)
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}
