import { formatStroops, type Network } from '@aloha-pi/contracts/platform'
import { decodeEnvelope } from './decode-envelope.ts'
import type { Envelope, IssuedAsset } from './envelope.ts'
import { hashOnNetwork } from './network-id.ts'
import type { Stellar } from './stellar.ts'
import { decodeStrkey } from './strkey.ts'
import type { Wallet } from './wallet.ts'

/** What a wallet of the mock wants on the chain; amounts in stroops. */
export type PaymentOrder = {
  /** `create_account` where the recipient is not on the chain yet. */
  type: 'payment' | 'create_account'
  from: Wallet
  to: string
  amount: bigint
  /** Pi itself where it is left out. */
  asset?: IssuedAsset
  /** Text of at most 28 bytes. */
  memo?: string
  network: Network
  sequence: bigint
  fee: bigint
  /** Last second in which it is valid; left out: always. */
  maxTime?: bigint
}

/**
 * Builds and signs a transaction with one payment, or one new account. Of the library only the codec: its builder encodes
 * and decodes each transaction several times.
 */
export function buildPayment(stellar: Stellar, order: PaymentOrder): Envelope {
  const { from, network } = order
  const { xdr } = stellar
  const tx = buildTransaction(stellar, order)
  const signed = xdr.TransactionSignaturePayloadTaggedTransaction.envelopeTypeTx(tx).toXdr()
  const signature = from.sign(hashOnNetwork(network, Buffer.from(signed)))
  const hint = publicKeyOf(from).subarray(-4)
  const signatures = [new xdr.DecoratedSignature({ hint, signature })]
  const built = xdr.TransactionEnvelope.envelopeTypeTx(
    new xdr.TransactionV1Envelope({ tx, signatures }),
  )
  const envelope = decodeEnvelope(stellar, built.toXdr('base64'), network)
  if (envelope == null) throw new Error('A newly built transaction cannot be read')
  return envelope
}

function buildTransaction(stellar: Stellar, order: PaymentOrder) {
  const { from, sequence, fee, memo, maxTime = 0n } = order
  const { xdr } = stellar
  return new xdr.Transaction({
    sourceAccount: xdr.MuxedAccount.keyTypeEd25519(publicKeyOf(from)),
    fee: Number(fee),
    seqNum: sequence,
    cond: xdr.Preconditions.precondTime(new xdr.TimeBounds({ minTime: 0n, maxTime })),
    memo: memo == null ? xdr.Memo.memoNone() : xdr.Memo.memoText(memo),
    operations: [buildOperation(stellar, order)],
    ext: xdr.TransactionExt.v0(),
  })
}

function publicKeyOf({ address }: Wallet): Buffer {
  const key = decodeStrkey('G', address)
  if (key == null) throw new Error(`${address} is not an account address`)
  return key
}

function buildOperation({ Operation, Asset }: Stellar, { type, to, amount, asset }: PaymentOrder) {
  const destination = to
  const pi = formatStroops(amount)
  return type === 'payment'
    ? Operation.payment({
        destination,
        asset: asset == null ? Asset.native() : new Asset(asset.code, asset.issuer),
        amount: pi,
      })
    : Operation.createAccount({ destination, startingBalance: pi })
}
