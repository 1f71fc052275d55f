import type { xdr } from '@stellar/stellar-sdk/base'
import { addressOf } from './decode-account.ts'
import type { AccountOptions, Signer } from './envelope.ts'
import type { Stellar } from './stellar.ts'
import { encodeStrkey } from './strkey.ts'

/** What set_options changes; null where that is something which this ledger does not simulate. */
export function decodeOptions(stellar: Stellar, options: xdr.SetOptionsOp): AccountOptions | null {
  const { clearFlags, setFlags, masterWeight, lowThreshold, medThreshold, highThreshold } = options
  const { inflationDest, homeDomain, signer: given } = options
  const signer = given == null ? null : decodeSigner(stellar, given)
  if (inflationDest != null || signer === undefined) return null
  return {
    ...(clearFlags != null && { clearFlags }),
    ...(setFlags != null && { setFlags }),
    ...(masterWeight != null && { masterWeight }),
    ...(lowThreshold != null && { lowThreshold }),
    ...(medThreshold != null && { mediumThreshold: medThreshold }),
    ...(highThreshold != null && { highThreshold }),
    ...(homeDomain != null && { homeDomain: Buffer.from(homeDomain.bytes) }),
    ...(signer != null && { signer }),
  }
}

/** Undefined for a signer of a payload (`P…`, CAP-40), which is not simulated. */
function decodeSigner(stellar: Stellar, { key, weight }: xdr.Signer): Signer | undefined {
  switch (key.type) {
    case 'signerKeyTypeEd25519':
      return { key: addressOf(stellar, key.ed25519), weight }
    case 'signerKeyTypePreAuthTx':
      return { key: encodeStrkey('T', Buffer.from(key.preAuthTx.toBytes())), weight }
    case 'signerKeyTypeHashX':
      return { key: encodeStrkey('X', Buffer.from(key.hashX.toBytes())), weight }
    case 'signerKeyTypeEd25519SignedPayload':
      return undefined
  }
}
