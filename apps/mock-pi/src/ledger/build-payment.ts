import { formatStroops, type Network } from '@aloha-pi/contracts/platform'
import { decodeEnvelope } from './decode-envelope.ts'
import type { Envelope, IssuedAsset } from './envelope.ts'
import type { Stellar } from './stellar.ts'
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

/** Builds and signs a transaction with one payment, or one new account. */
export function buildPayment(stellar: Stellar, order: PaymentOrder): Envelope {
  const { from, network, sequence, fee, memo, maxTime } = order
  // The builder uses the sequence after the account's own.
  const source = new stellar.Account(from.address, String(sequence - 1n))
  const transaction = new stellar.TransactionBuilder(source, {
    fee: String(fee),
    networkPassphrase: network,
    memo: memo == null ? stellar.Memo.none() : stellar.Memo.text(memo),
    timebounds: { minTime: 0, maxTime: String(maxTime ?? 0n) },
  })
    .addOperation(buildOperation(stellar, order))
    .build()

  const signature = from.sign(Buffer.from(transaction.hash()))
  const hint = stellar.Keypair.fromPublicKey(from.address).signatureHint()
  transaction.addDecoratedSignature(new stellar.xdr.DecoratedSignature({ hint, signature }))
  const envelope = decodeEnvelope(stellar, transaction.toXdr(), network)
  if (envelope == null) throw new Error('A newly built transaction cannot be read')
  return envelope
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
