import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The release of Scalar's reference page that `vendor/` holds; `vendor:scalar` fetches exactly this one. */
export const scalar = {
  package: '@scalar/api-reference',
  version: '1.72.1',
  /** Subresource integrity of the tarball. */
  integrity:
    'sha512-XpEJ0rfc/cXbCrR+iC4kK0o/WwX2dTtGQbT049OlPKAHD6IMIFdTeGz2r+M27P2EDWKyUITRm/NzlP8z2pw/Ow==',
  /** The file inside the tarball, and its hash. */
  file: 'package/dist/browser/standalone.js',
  sha256: 'bf091006bdc3af6067af77c2f534812e3e633e94a94e87138069f570f33b762c',
} as const

export const vendoredScalar = new URL('../../vendor/scalar-standalone.js.gz', import.meta.url)

/** Scalar's standalone script, gzipped. */
export function readVendoredScalar(): Uint8Array {
  return readFileSync(vendoredScalar)
}

export function digest(
  algorithm: 'sha256' | 'sha512',
  bytes: Uint8Array,
  encoding: 'hex' | 'base64',
) {
  return createHash(algorithm).update(bytes).digest(encoding)
}
