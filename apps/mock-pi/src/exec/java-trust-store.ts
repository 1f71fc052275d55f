import { createHash } from 'node:crypto'

/** JKS, which every Java reads. Nothing in it is secret: the password only guards against damage. */
export const TRUST_STORE_PASSWORD = 'changeit'
const MAGIC = 0xfeedfeed
const VERSION = 2
const TRUSTED_CERTIFICATE = 2
/** Part of the format. */
const SALT = 'Mighty Aphrodite'

/** A trust store of Java with these certificates, which are PEM. */
export function javaTrustStore(certificates: readonly string[], now: number): Buffer {
  const entries = certificates.flatMap((pem, index) => {
    const der = derOf(pem)
    return [
      integer(TRUSTED_CERTIFICATE),
      text(`mock-pi-${index}`),
      long(now),
      text('X.509'),
      integer(der.length),
      der,
    ]
  })
  const store = Buffer.concat([
    integer(MAGIC),
    integer(VERSION),
    integer(certificates.length),
    ...entries,
  ])
  const password = Buffer.from(TRUST_STORE_PASSWORD, 'utf16le').swap16()
  const seal = createHash('sha1').update(password).update(SALT).update(store).digest()
  return Buffer.concat([store, seal])
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(Math.trunc(value)))
  return bytes
}

/** ASCII, with its length before it. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(value.length)
  return Buffer.concat([length, Buffer.from(value, 'ascii')])
}
