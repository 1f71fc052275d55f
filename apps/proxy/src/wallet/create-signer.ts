import { formatStroops } from '@aloha-pi/contracts/platform'
import type { Signer, SigningOrder } from '../payouts/model/ports.ts'
import { findFault, type SigningLimits } from './signing-rules.ts'
import { loadStellar, type Stellar } from './stellar.ts'

export type OpenedSigner = { ok: true; signer: Signer } | { ok: false; problem: string }

/**
 * The only place that has the seed: it checks every order by itself and signs nothing but one payment of Pi.
 * A seed that is none, or not the wallet's, is a problem that names neither.
 */
export async function createSigner(
  seed: string,
  limits: SigningLimits,
  /** Milliseconds since 1970, to judge how far ahead a bound is. */
  clock: () => number = () => new Date().getTime(),
): Promise<OpenedSigner> {
  const stellar = await loadStellar()
  if (!stellar.StrKey.isValidEd25519SecretSeed(seed)) {
    return { ok: false, problem: 'The wallet seed is mistyped: its checksum is wrong' }
  }
  const keypair = stellar.Keypair.fromSecret(seed)
  if (keypair.publicKey() !== limits.wallet) {
    return {
      ok: false,
      problem: 'The wallet seed must belong to PI_WALLET_ADDRESS: it belongs to another wallet',
    }
  }
  const signer: Signer = {
    async sign(order) {
      const view = { ...limits, now: Math.floor(clock() / 1000) }
      const reason = findFault(order, view, (address) =>
        stellar.StrKey.isValidEd25519PublicKey(address),
      )
      if (reason != null) return { ok: false, reason }
      const transaction = build(stellar, order)
      transaction.sign(keypair)
      const hash = Buffer.from(transaction.hash()).toString('hex')
      return { ok: true, hash, xdr: transaction.toXdr() }
    },
  }
  return { ok: true, signer }
}

/** One native payment with a text memo, valid from always to `maxTime`. */
function build(
  { Account, Asset, Memo, Operation, TransactionBuilder }: Stellar,
  order: SigningOrder,
) {
  const { source, sequence, destination, amount, memo, fee, maxTime, network } = order
  // The builder uses the sequence after the account's own.
  return new TransactionBuilder(new Account(source, String(sequence - 1n)), {
    fee: String(fee),
    networkPassphrase: network,
    memo: Memo.text(memo),
    timebounds: { minTime: 0, maxTime },
  })
    .addOperation(
      Operation.payment({ destination, asset: Asset.native(), amount: formatStroops(amount) }),
    )
    .build()
}
