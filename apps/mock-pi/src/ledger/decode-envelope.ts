import type { xdr } from '@stellar/stellar-sdk/base'
import type { Network } from '@aloha-pi/contracts/platform'
import { decodeAccount } from './decode-account.ts'
import { decodeMemo } from './decode-memo.ts'
import { decodeOperation } from './decode-operation.ts'
import { decodePreconditions } from './decode-preconditions.ts'
import type { Envelope } from './envelope.ts'
import { hashOnNetwork } from './network-id.ts'
import type { Stellar } from './stellar.ts'

/** Envelope type 2 and key type 0: how a V1 envelope of a plain account begins. */
const V1_BEGIN = Buffer.from('0000000200000000', 'hex')
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * Reads a signed transaction; null when it is malformed. An envelope of the old form (V0) is turned into the
 * form that goes into a ledger, as core does on arrival; its hash is the same.
 */
export function decodeEnvelope(
  stellar: Stellar,
  base64: string,
  network: Network,
): Envelope | null {
  const bytes = decodeBase64(base64)
  const envelope = bytes && parse(stellar, bytes)
  if (bytes == null || envelope == null) return null
  if (envelope.type !== 'envelopeTypeTxV0') return describe(stellar, envelope, bytes, network)

  const v1Bytes = Buffer.concat([V1_BEGIN, bytes.subarray(4)])
  const v1 = parse(stellar, v1Bytes)
  return v1 == null ? null : describe(stellar, v1, v1Bytes, network)
}

/**
 * Decodes as strictly as Go's StdEncoding under Horizon: the standard alphabet with its padding; line breaks
 * inside are skipped, one at the end is not. Returns null where that refuses; Node would read on.
 */
function decodeBase64(text: string): Buffer | null {
  const joined = text.replace(/[\r\n]/g, '')
  const isWhole = joined.length % 4 === 0 && BASE64.test(joined)
  return isWhole && !/[\r\n]$/.test(text) ? Buffer.from(joined, 'base64') : null
}

function parse(stellar: Stellar, bytes: Buffer): xdr.TransactionEnvelope | null {
  try {
    return stellar.xdr.TransactionEnvelope.fromXdr(bytes)
  } catch {
    // Bytes from anywhere: whatever the parser threw, they are not an envelope.
    return null
  }
}

function describe(
  stellar: Stellar,
  envelope: xdr.TransactionEnvelope,
  bytes: Buffer,
  network: Network,
): Envelope {
  const { outer, transaction, maxFee } = unwrap(envelope)
  const signatures = outer.signatures.map(({ hint, signature }) => ({
    hint: Buffer.from(hint.value),
    signature: Buffer.from(signature.value),
  }))
  const signed = bytes.subarray(0, bytes.length - encodedLength(signatures))
  return {
    hash: hashOnNetwork(network, signed).toString('hex'),
    xdr: bytes.toString('base64'),
    network,
    source: decodeAccount(stellar, transaction.sourceAccount),
    sequence: transaction.seqNum,
    maxFee,
    memo: decodeMemo(transaction.memo),
    preconditions: decodePreconditions(transaction.cond),
    operations: transaction.operations.map((operation) => decodeOperation(stellar, operation)),
    signatures,
    isFeeBump: envelope.type === 'envelopeTypeTxFeeBump',
    hasSorobanData: transaction.ext.type === 'sorobanData',
  }
}

/** The transaction itself; a fee bump carries it with its own fee around it. */
function unwrap(envelope: xdr.TransactionEnvelope) {
  switch (envelope.type) {
    case 'envelopeTypeTx': {
      const outer = envelope.v1
      return { outer, transaction: outer.tx, maxFee: BigInt(outer.tx.fee) }
    }
    case 'envelopeTypeTxFeeBump': {
      const outer = envelope.feeBump
      return { outer, transaction: outer.tx.innerTx.value.tx, maxFee: outer.tx.fee }
    }
    case 'envelopeTypeTxV0':
      throw new Error('An envelope of the old format was not converted')
  }
}

/** Bytes that the list of signatures takes at the end of an envelope. */
function encodedLength(signatures: Envelope['signatures']): number {
  const COUNT = 4
  const HINT_AND_LENGTH = 8
  return signatures.reduce(
    (sum, { signature }) => sum + HINT_AND_LENGTH + Math.ceil(signature.length / 4) * 4,
    COUNT,
  )
}
