import type { Transaction, xdr } from '@stellar/stellar-sdk/base'
import { START, stellar, walletOf } from '../have-ledger.ts'
import type { Chain, Name } from './vector.ts'

const { Account, Asset, Keypair, Operation, TransactionBuilder } = stellar

export type BuilderOptions = ConstructorParameters<typeof TransactionBuilder>[1]
export type Order = Partial<BuilderOptions> & {
  from?: Name
  /** Added to the sequence of the source as it is; 1 is the next. */
  step?: bigint
  /** Instead of that. */
  sequence?: bigint
  operations?: xdr.Operation[]
  signers?: Name[]
  /** The source as M… with this id. */
  muxed?: string
}

export const NOW = START / 1000
const keys = new Map<Name, InstanceType<typeof Keypair>>()

/** Stellar's own key pair of a wallet; to derive it takes as long as to sign. */
export function keyOf(name: Name): InstanceType<typeof Keypair> {
  const key = keys.get(name) ?? Keypair.fromSecret(walletOf(name).seed)
  keys.set(name, key)
  return key
}

export const addressOf = (name: Name) => walletOf(name).address

/** Builds with stellar's own builder and signs with its own keys: one payment of 1 Pi to bob, unless said otherwise. */
export function transaction(chain: Chain, order: Order = {}): Transaction {
  const { from = 'alice', step = 1n, operations = [pay('bob', '1')], signers = [from] } = order
  const current = chain.ledger.view().account(addressOf(from))?.sequence ?? 0n
  const sequence = order.sequence ?? current + step
  const account = new Account(addressOf(from), String(sequence - 1n))
  const source = order.muxed == null ? account : new stellar.MuxedAccount(account, order.muxed)
  const builder = new TransactionBuilder(source, {
    fee: '100000',
    networkPassphrase: 'Pi Testnet',
    timebounds: { minTime: 0, maxTime: 0 },
    ...order,
  })
  for (const operation of operations) builder.addOperation(operation)
  const built = builder.build()
  built.sign(...signers.map(keyOf))
  return built
}

export const build =
  (order: Order = {}) =>
  (chain: Chain) =>
    transaction(chain, order).toXdr()

export const pay = (to: Name, amount: string, source?: Name) =>
  Operation.payment({
    destination: addressOf(to),
    asset: Asset.native(),
    amount,
    ...sourceOf(source),
  })

export const payIssued = (to: Name, issuer: Name, code = 'USD') =>
  Operation.payment({
    destination: addressOf(to),
    asset: new Asset(code, addressOf(issuer)),
    amount: '1',
  })

export const create = (to: Name, startingBalance: string, source?: Name) =>
  Operation.createAccount({ destination: addressOf(to), startingBalance, ...sourceOf(source) })

export const bump = (bumpTo: bigint, source?: Name) =>
  Operation.bumpSequence({ bumpTo: String(bumpTo), ...sourceOf(source) })

export const manageData = () => Operation.manageData({ name: 'key', value: 'value' })

/** An operation whose body the library's own helpers refuse to build. */
export const raw = (body: xdr.OperationBody) =>
  new stellar.xdr.Operation({ sourceAccount: null, body })

/** Changes the bytes of a built envelope. */
export const altered =
  (order: Order, change: (bytes: Buffer, chain: Chain) => Buffer) => (chain: Chain) =>
    change(Buffer.from(transaction(chain, order).toXdr(), 'base64'), chain).toString('base64')

/** Other fields than the library's builder would set, signed like the original. */
export const changed =
  (order: Order, fields: Partial<xdr.Transaction>) =>
  (chain: Chain): string => {
    const { tx: original } = transaction(chain, order)
    if (!(original instanceof stellar.xdr.Transaction)) throw new Error('Not of the new form')
    const { sourceAccount, fee, seqNum, cond, memo, operations, ext } = original
    const kept = { sourceAccount, fee, seqNum, cond, memo, operations, ext }
    const tx = new stellar.xdr.Transaction({ ...kept, ...fields })
    const hash = hashWithStellar(tx, 'Pi Testnet')
    const signatures = (order.signers ?? [order.from ?? 'alice']).map((name) =>
      keyOf(name).signDecorated(hash),
    )
    return stellar.xdr.TransactionEnvelope.envelopeTypeTx(
      new stellar.xdr.TransactionV1Envelope({ tx, signatures }),
    ).toXdr('base64')
  }

/** The hash by the library's own payload, without its reading of the operations. */
export function hashWithStellar(tx: xdr.Transaction, network: string): Uint8Array {
  const { TransactionSignaturePayload, TransactionSignaturePayloadTaggedTransaction } = stellar.xdr
  const payload = new TransactionSignaturePayload({
    networkId: stellar.hash(network),
    taggedTransaction: TransactionSignaturePayloadTaggedTransaction.envelopeTypeTx(tx),
  })
  return stellar.hash(payload.toXdr())
}

/** A fixed number of decimals: stroops as the library wants Pi. */
export const inPi = (stroops: bigint) =>
  `${stroops / 10_000_000n}.${String(stroops % 10_000_000n).padStart(7, '0')}`

const sourceOf = (source?: Name) => (source == null ? {} : { source: addressOf(source) })
