import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import { isSignedBy } from '../../../src/ledger/verify-signature.ts'
import { haveLedger, stellar } from '../have-ledger.ts'
import { addressOf, hashWithStellar, keyOf } from './build-with-stellar.ts'
import type { Name, Vector } from './vector.ts'

const SIGNERS: Name[] = ['alice', 'bob', 'carol', 'dora']

/** Hash, and for each signature who made it, as the mock reads them; null where it reads nothing. */
export function compareWithStellar(vector: Vector) {
  const envelope = decodeEnvelope(stellar, textOf(vector), 'Pi Testnet')
  if (envelope == null) return null
  const hash = Buffer.from(envelope.hash, 'hex')
  return {
    hash: envelope.hash,
    signers: envelope.signatures.map((signature) =>
      SIGNERS.filter((name) => isSignedBy(addressOf(name), hash, signature)),
    ),
  }
}

/** The same, only by stellar's library. */
export function readByStellar(vector: Vector) {
  const text = textOf(vector)
  // The library also reads the alphabet of URLs; Go, in which Horizon is written, does not.
  if (Buffer.from(text, 'base64').toString('base64') !== text) return null
  if (!stellar.xdr.TransactionEnvelope.validateXdr(text, 'base64')) return null
  const envelope = stellar.xdr.TransactionEnvelope.fromXdr(text, 'base64')
  const hash =
    envelope.type === 'envelopeTypeTx'
      ? hashWithStellar(envelope.v1.tx, 'Pi Testnet')
      : stellar.TransactionBuilder.fromXDR(text, 'Pi Testnet').hash()
  return {
    hash: Buffer.from(hash).toString('hex'),
    signers: envelope.value.signatures.map(({ hint, signature }) =>
      SIGNERS.filter((name) => {
        const key = keyOf(name)
        return (
          Buffer.from(key.signatureHint()).equals(hint.value) && key.verify(hash, signature.value)
        )
      }),
    ),
  }
}

function textOf(vector: Vector): string {
  const chain = haveLedger()
  vector.before?.(chain)
  return vector.build(chain)
}
