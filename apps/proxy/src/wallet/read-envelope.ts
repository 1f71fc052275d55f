import type { xdr } from '@stellar/stellar-sdk/base'
import { loadStellar, type Stellar } from './stellar.ts'

/** What an envelope does, as far as payouts care. */
export type EnvelopeFacts = {
  /** Set when its only operation is a native payment out of its own source. */
  payment: { destination: string; amount: bigint } | null
  /** The highest sequence to which it bumps the wallet. */
  bumpTo: bigint | null
}

/** Reads an envelope (Base64 XDR) that a ledger holds; null when it cannot be read. */
export async function readEnvelope(base64: string, wallet: string): Promise<EnvelopeFacts | null> {
  const stellar = await loadStellar()
  const transaction = parse(stellar, base64)
  if (transaction == null) return null
  const { source, operations } = transaction
  const [only] = operations
  return {
    payment: operations.length === 1 && only != null ? paymentOf(stellar, only, source) : null,
    bumpTo: highestBump(stellar, transaction, wallet),
  }
}

type Read = { source: string; operations: readonly xdr.Operation[] }

function parse(stellar: Stellar, base64: string): Read | null {
  try {
    const envelope = stellar.xdr.TransactionEnvelope.fromXdr(base64, 'base64')
    switch (envelope.type) {
      case 'envelopeTypeTx': {
        const { sourceAccount, operations } = envelope.v1.tx
        return { source: addressOf(stellar, sourceAccount), operations }
      }
      case 'envelopeTypeTxFeeBump': {
        const { sourceAccount, operations } = envelope.feeBump.tx.innerTx.value.tx
        return { source: addressOf(stellar, sourceAccount), operations }
      }
      case 'envelopeTypeTxV0': {
        const { sourceAccountEd25519, operations } = envelope.v0.tx
        const source = stellar.StrKey.encodeEd25519PublicKey(sourceAccountEd25519.toBytes())
        return { source, operations }
      }
    }
  } catch {
    // Bytes from anywhere, or operations that this library does not know yet.
    return null
  }
}

/** The G… account of an M… address too. */
function addressOf({ StrKey }: Stellar, account: xdr.MuxedAccount): string {
  const key = account.type === 'keyTypeEd25519' ? account.ed25519 : account.med25519.ed25519
  return StrKey.encodeEd25519PublicKey(key.toBytes())
}

function paymentOf(stellar: Stellar, { sourceAccount, body }: xdr.Operation, source: string) {
  if (body.type !== 'payment' || body.paymentOp.asset.type !== 'assetTypeNative') return null
  const from = sourceAccount == null ? source : addressOf(stellar, sourceAccount)
  if (from !== source) return null
  const { destination, amount } = body.paymentOp
  return { destination: addressOf(stellar, destination), amount }
}

function highestBump(stellar: Stellar, { source, operations }: Read, wallet: string) {
  let highest: bigint | null = null
  for (const { sourceAccount, body } of operations) {
    if (body.type !== 'bumpSequence') continue
    const of = sourceAccount == null ? source : addressOf(stellar, sourceAccount)
    const { bumpTo } = body.bumpSequenceOp
    if (of === wallet && (highest == null || bumpTo > highest)) highest = bumpTo
  }
  return highest
}
