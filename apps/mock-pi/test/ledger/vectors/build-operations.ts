import type { Claimant, xdr as Xdr } from '@stellar/stellar-sdk/base'
import { decodeEnvelope } from '../../../src/ledger/decode-envelope.ts'
import { stellar } from '../have-ledger.ts'
import { addressOf, raw, transaction, type Order } from './build-with-stellar.ts'
import type { Chain, Name } from './vector.ts'

const { Asset, Operation, xdr } = stellar

/** Transactions that are in ledgers of their own before the vector's; each has to succeed. */
export const after =
  (...orders: (Order | ((chain: Chain) => Order))[]) =>
  (chain: Chain) => {
    for (const order of orders) {
      const built = transaction(chain, typeof order === 'function' ? order(chain) : order)
      const envelope = decodeEnvelope(stellar, built.toXdr(), 'Pi Testnet')
      const included = envelope && chain.ledger.include(envelope)
      if (included?.ok !== true || !included.transaction.successful) {
        throw new Error(`What comes before failed: ${JSON.stringify(included, bigintsAsText)}`)
      }
    }
  }

const bigintsAsText = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : value

/** Things that happen one after another. */
export const inOrder =
  (...steps: ((chain: Chain) => void)[]) =>
  (chain: Chain) => {
    for (const step of steps) step(chain)
  }

export const opened = (name: Name, balance: bigint) => (chain: Chain) =>
  chain.ledger.open(addressOf(name), balance)

export const usdOf = (issuer: Name, code = 'USD') => new Asset(code, addressOf(issuer))
const sourceOf = (source?: Name) => (source == null ? {} : { source: addressOf(source) })

export const trust = (issuer: Name, limit?: string, source?: Name) =>
  Operation.changeTrust({
    asset: usdOf(issuer),
    ...(limit == null ? {} : { limit }),
    ...sourceOf(source),
  })

export const payUsd = (to: Name, issuer: Name, amount: string, source?: Name) =>
  Operation.payment({
    destination: addressOf(to),
    asset: usdOf(issuer),
    amount,
    ...sourceOf(source),
  })

/** What the library's helper takes; `signer` names a key by its kind. */
export type Options = Omit<Parameters<typeof Operation.setOptions>[0], 'signer'> & {
  signer?: { weight: number } & (
    | { ed25519PublicKey: string }
    | { sha256Hash: Uint8Array }
    | { preAuthTx: Uint8Array }
  )
}
export const setOptions = (options: Options, source?: Name) =>
  Operation.setOptions({ ...options, ...sourceOf(source) })

export const signer = (name: Name, weight = 1): Options => ({
  signer: { ed25519PublicKey: addressOf(name), weight },
})

/** Options that the library's helper refuses. */
export const rawOptions = (fields: Partial<Xdr.SetOptionsOp>) =>
  raw(
    xdr.OperationBody.setOptions(
      new xdr.SetOptionsOp({
        inflationDest: null,
        clearFlags: null,
        setFlags: null,
        masterWeight: null,
        lowThreshold: null,
        medThreshold: null,
        highThreshold: null,
        homeDomain: null,
        signer: null,
        ...fields,
      }),
    ),
  )

type BalanceTerms = {
  amount?: string
  asset?: ReturnType<typeof usdOf>
  claimants?: Claimant[]
  source?: Name
}

export const claimant = (name: Name, predicate?: Xdr.ClaimPredicate) =>
  new stellar.Claimant(addressOf(name), predicate)

/** 100 Pi for bob at any time, unless said otherwise. */
export const lock = ({
  amount = '100',
  asset = Asset.native(),
  claimants = [claimant('bob')],
  source,
}: BalanceTerms = {}) =>
  Operation.createClaimableBalance({ asset, amount, claimants, ...sourceOf(source) })

/** The only balance that waits. */
export const onlyBalance = ({ ledger }: Chain): string => {
  const [balance, another] = ledger.view().claimableBalances({})
  if (balance == null || another != null) throw new Error('There is not one claimable balance')
  return balance.id
}

export const claim = (balanceId: string, source?: Name) =>
  Operation.claimClaimableBalance({ balanceId, ...sourceOf(source) })

/** A transaction of an account that claims the only balance. */
export const claimedBy =
  (from: Name, order: Order = {}) =>
  (chain: Chain) =>
    transaction(chain, { from, operations: [claim(onlyBalance(chain))], ...order }).toXdr()

/** A body that the library's helpers refuse to build. */
export const rawLock = (fields: { amount?: bigint; claimants?: Xdr.Claimant[] }) =>
  raw(
    xdr.OperationBody.createClaimableBalance(
      new xdr.CreateClaimableBalanceOp({
        asset: xdr.Asset.assetTypeNative(),
        amount: fields.amount ?? 1n,
        claimants: fields.claimants ?? [claimant('bob').toXdrObject()],
      }),
    ),
  )
