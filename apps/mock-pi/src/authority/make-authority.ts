import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { GeneralName } from '@peculiar/asn1-x509'
import { authorityExtensions, serverExtensions, signCertificate } from './sign-certificate.ts'

/** What a server of TLS needs, and what its clients trust; all as PEM. */
export type Authority = {
  /** Of the authority, which has no key any more. */
  caCertificate: string
  /** Of the server. */
  certificate: string
  key: string
}

export type AuthorityOptions = {
  /** For which the server's certificate is. */
  names: readonly string[]
  /** The authority vouches for names at and below these. */
  domains: readonly string[]
  /** In ms. */
  now: number
}

const DAY_MS = 86_400_000
const VALID_DAYS = 365

/**
 * Makes a certificate authority, lets it sign the certificate of one server, and drops its key: the files cannot certify
 * another name.
 */
export function makeAuthority({ names, domains, now }: AuthorityOptions): Authority {
  const server = newKey()
  const sanNames = names.map((dNSName) => new GeneralName({ dNSName }))
  const { caCertificate, sign } = newAuthority(domains, now)
  return {
    caCertificate,
    certificate: sign(sanNames, server.publicKey),
    key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })),
  }
}

/** An authority with the key that it signs with, as a function. */
export function newAuthority(domains: readonly string[], now: number) {
  const { publicKey, privateKey } = newKey()
  // Each has a name of its own: a client that trusts an older one does not take its key for this one's.
  const issuer = `mock-pi: only Pi's hosts, only on this machine (${randomBytes(4).toString('hex')})`
  const validity = {
    // The clock of a container may be behind.
    notBefore: new Date(now - DAY_MS),
    notAfter: new Date(now + VALID_DAYS * DAY_MS),
  }
  const common = { issuer, issuerKey: privateKey, ...validity }
  return {
    caCertificate: signCertificate({
      ...common,
      subject: issuer,
      publicKey,
      extensions: authorityExtensions(domains, publicKey),
    }),
    sign: (names: readonly GeneralName[], key: KeyObject) =>
      signCertificate({
        ...common,
        subject: 'mock-pi',
        publicKey: key,
        extensions: serverExtensions(names, { key, issuerKey: publicKey }),
      }),
  }
}

function newKey() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}
