import { chainContract } from '@aloha-pi/contracts/chain'
import { platformContract } from '@aloha-pi/contracts/platform'
import { buildPayment, type PaymentOrder } from '../../src/ledger/build-payment.ts'
import { loadStellar } from '../../src/ledger/stellar.ts'
import { appOf, sessionsOf, type App, type Cast, type Signed } from './cast.ts'
import {
  paymentIn,
  piOf,
  UNKNOWN_ID,
  UNKNOWN_TXID,
  type PerformedAction,
  type Stage,
} from './performed-action.ts'
import type { Action, NamedTransaction, PayoutCreation, Submission } from './scenario.ts'
import type { SeenPayment } from './seen-world.ts'

/** A well-formed address without an account. */
const NOBODY = 'GBB5G5MKWFSGL2245UPL6TRXI6YYNYKLASESJEMXUYR6LDTHMEPYXQ6I'
const FEE = 100_000n

/** An app's server asks for a payment to a user. */
export async function createPayout(
  { send, cast }: Stage,
  { user, app, to, terms }: PayoutCreation,
): Promise<PerformedAction> {
  const session = sessionsOf(cast, user, app).at(to === 'oldest uid' ? 0 : -1)!
  const { stroops, memo, metadata } = terms
  const payment = { amount: piOf(stroops), memo, metadata, uid: session.uid }
  const route = platformContract.payments.create
  const response = await send({ route, key: cast.apps[app]!.api_key, body: { payment } })
  if (response.status >= 300) return { session, response }
  const id = paymentIn(response).identifier
  cast.asked.set(id, { user, app, uid: session.uid, terms, isPayout: true })
  return { session, response, id }
}

export async function listOpen(
  { send, cast }: Stage,
  { app }: Extract<Action, { do: 'list open' }>,
): Promise<PerformedAction> {
  const { api_key: key } = cast.apps[app]!
  return { response: await send({ route: platformContract.payments.incomplete, key }) }
}

/** An app's server signs and submits, or submits once more what it submitted last for the payment. */
export async function submit(
  stage: Stage,
  { payout, twist }: Submission,
): Promise<PerformedAction> {
  const { send, cast, seen } = stage
  const payouts = [...seen.values()].filter(({ payment }) => payment.direction === 'app_to_user')
  const named = payouts.at(-1 - payout)
  const id = named?.payment.identifier ?? UNKNOWN_ID
  const last = [...cast.signed.values()].findLast(({ paymentId }) => paymentId === id)
  const signed =
    twist === 'again' && last != null
      ? last
      : await sign(stage, named, twist === 'again' ? 'none' : twist)
  cast.signed.set(signed.hash, signed)
  const { tx } = signed
  return { id, signed, response: await send({ route: chainContract.submit, form: { tx } }) }
}

async function sign(
  { cast, chain }: Stage,
  named: SeenPayment | undefined,
  twist: Signed['twist'],
): Promise<Signed> {
  const order = orderOf(cast, named)
  const { memo = '' } = order
  const twisted = { ...order, ...changesOf(cast, order)[twist] }
  const account = chain.accounts.get(twisted.from.address)
  const sequence = (account?.sequence ?? 0n) + (twist === 'used sequence' ? 0n : 1n)
  const built = buildPayment(await loadStellar(), { ...twisted, sequence })
  return {
    hash: built.hash,
    tx: built.xdr,
    paymentId: memo,
    twist,
    from: twisted.from.address,
    to: twisted.to,
    amount: twisted.amount,
    memo: twisted.memo ?? '',
    sequence,
  }
}

type Order = Omit<PaymentOrder, 'sequence'>

/** What the payment asks for; for a payment that never was, a stroop for the first user. */
function orderOf(cast: Cast, named: SeenPayment | undefined): Order {
  const app: App = named == null ? cast.apps[0]! : appOf(cast, named.app_id)
  const { stroops = 1 } = cast.asked.get(named?.payment.identifier ?? '')?.terms ?? {}
  return {
    type: 'payment',
    from: app.wallet,
    to: named?.payment.to_address ?? cast.users[0]!.wallet_address,
    amount: BigInt(stroops),
    memo: named?.payment.identifier ?? UNKNOWN_ID,
    network: app.network,
    fee: FEE,
    // No two transactions are the same, so that each has its own hash.
    maxTime: 10_000_000_000n + BigInt(cast.signed.size),
  }
}

function changesOf(cast: Cast, order: Order): Record<Signed['twist'], Partial<Order>> {
  const otherApp = cast.apps.find(({ wallet }) => wallet !== order.from)!
  const otherUser = cast.users.find(({ wallet_address }) => wallet_address !== order.to)!
  return {
    none: {},
    'other memo': { memo: `${(order.memo ?? '').slice(0, -1)}-` },
    'other amount': { amount: order.amount + 1n },
    'other recipient': { to: otherUser.wallet_address },
    'other wallet': { from: otherApp.wallet },
    nobody: { to: NOBODY },
    'too much': { amount: 10n ** 16n },
    'used sequence': {},
    'low fee': { fee: FEE - 1n },
    'too late': { maxTime: 1n },
  }
}

/** The transaction that a completion names. */
export function pickTxid({ cast, seen }: Stage, id: string, kind: NamedTransaction): string {
  const linkedTo = (payment: string) => seen.get(payment)?.payment.transaction?.txid
  const newest = (isRight: (signed: Signed) => boolean) =>
    [...cast.signed.values()].findLast(isRight)?.hash
  switch (kind) {
    case 'its own':
      return (
        linkedTo(id) ??
        newest(({ paymentId, twist }) => paymentId === id && twist === 'none') ??
        UNKNOWN_TXID
      )
    case 'a twisted one':
      return newest(({ paymentId, twist }) => paymentId === id && twist !== 'none') ?? UNKNOWN_TXID
    case 'of another payment': {
      const others = [...seen.keys()].filter((other) => other !== id).flatMap(linkedTo)
      const other = newest(({ paymentId, twist }) => paymentId !== id && twist === 'none')
      return (
        others.findLast((txid) => txid != null && txid !== linkedTo(id)) ?? other ?? UNKNOWN_TXID
      )
    }
    case 'unknown':
      return UNKNOWN_TXID
  }
}
