import { createHash, randomBytes, sign, type KeyObject } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

type Unsigned = {
  /** Common names. */
  subject: string
  issuer: string
  publicKey: KeyObject
  /** Of a P-256 key. */
  issuerKey: KeyObject
  notBefore: Date
  notAfter: Date
  extensions: Extension[]
}

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
const UNUSED_NAME = 'mock-pi.invalid'

/** Returns the certificate as PEM. */
export function signCertificate({
  publicKey,
  issuerKey,
  extensions,
  ...options
}: Unsigned): string {
  const { subject, issuer, notBefore, notAfter } = options
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  const unsigned = new TBSCertificate({
    version: Version.v3,
    serialNumber: positive(randomBytes(16)),
    signature: algorithm,
    issuer: nameOf(issuer),
    validity: new Validity({ notBefore, notAfter }),
    subject: nameOf(subject),
    subjectPublicKeyInfo: AsnConvert.parse(derOf(publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions(extensions),
  })
  const signature = sign('sha256', new Uint8Array(AsnConvert.serialize(unsigned)), issuerKey)
  const certificate = new Certificate({
    tbsCertificate: unsigned,
    signatureAlgorithm: algorithm,
    signatureValue: bytesOf(signature),
  })
  return toPem(Buffer.from(AsnConvert.serialize(certificate)))
}

/** Of an authority that vouches for names at and below the domains, for nothing else, and for no other authority. */
export function authorityExtensions(domains: readonly string[], key: KeyObject): Extension[] {
  const permitted = [
    ...domains.map((dNSName) => new GeneralName({ dNSName })),
    // No server has this name, so no mailbox and no URI is permitted. Java cannot read an exclusion of all.
    new GeneralName({ rfc822Name: UNUSED_NAME }),
    new GeneralName({ uniformResourceIdentifier: UNUSED_NAME }),
  ]
  const excluded = ['0.0.0.0/0', '::/0'].map((iPAddress) => new GeneralName({ iPAddress }))
  return [
    critical(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    critical(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign)),
    critical(
      id_ce_nameConstraints,
      new NameConstraints({
        permittedSubtrees: subtrees(permitted),
        excludedSubtrees: subtrees(excluded),
      }),
    ),
    optional(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(idOf(key))),
  ]
}

/** Of a server's certificate; `names` as they are in subjectAltName. */
export function serverExtensions(
  names: readonly GeneralName[],
  { key, issuerKey }: { key: KeyObject; issuerKey: KeyObject },
): Extension[] {
  const authorityKey = new SubjectKeyIdentifier(idOf(issuerKey))
  return [
    critical(id_ce_basicConstraints, new BasicConstraints()),
    critical(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature)),
    optional(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    optional(id_ce_subjectAltName, new SubjectAlternativeName([...names])),
    optional(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(idOf(key))),
    optional(
      id_ce_authorityKeyIdentifier,
      new AuthorityKeyIdentifier({ keyIdentifier: authorityKey }),
    ),
  ]
}

/** A client that does not know it must refuse the certificate. */
function critical(extnID: string, value: object): Extension {
  return new Extension({ extnID, critical: true, extnValue: octets(value) })
}

function optional(extnID: string, value: object): Extension {
  return new Extension({ extnID, extnValue: octets(value) })
}

function octets(value: object): OctetString {
  return new OctetString(AsnConvert.serialize(value))
}

function subtrees(names: GeneralName[]): GeneralSubtrees {
  return new GeneralSubtrees(names.map((base) => new GeneralSubtree({ base })))
}

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName })
  const attribute = new AttributeTypeAndValue({ type: COMMON_NAME, value })
  return new Name([new RelativeDistinguishedName([attribute])])
}

function idOf(key: KeyObject): ArrayBuffer {
  return bytesOf(createHash('sha1').update(derOf(key)).digest())
}

function derOf(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' })
}

/** A serial number is a whole number above 0, in as few bytes as it needs. */
function positive(bytes: Buffer): ArrayBuffer {
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytesOf(bytes)
}

/** A Buffer may be a view of more. */
function bytesOf(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
