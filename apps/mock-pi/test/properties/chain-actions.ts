import { chainContract } from '@aloha-pi/contracts/chain'
import { controlContract } from '@aloha-pi/contracts/control'
import {
  paymentIn,
  piOf,
  UNKNOWN_TXID,
  type PerformedAction,
  type Stage,
} from './performed-action.ts'
import type { MockResponse } from './mock-port.ts'
import type { Action } from './scenario.ts'

type Named<Do extends Action['do']> = Extract<Action, { do: Do }>

export async function closeLedgers(
  { send }: Stage,
  { count }: Named<'close ledgers'>,
): Promise<PerformedAction> {
  return { response: await send({ route: controlContract.closeLedger, body: { count } }) }
}

/** Gives Pi to the wallet of an app. */
export async function fund(
  { send, cast }: Stage,
  { app, stroops }: Named<'fund'>,
): Promise<PerformedAction> {
  const { wallet_address: address } = cast.apps[app]!
  const body = { address, amount: piOf(stroops) }
  const response = await send({ route: controlContract.fundAccount, body })
  if (response.status < 300) cast.funded.add((response.body as { txid: string }).txid)
  return { response, address }
}

/** Reads the account of an app's wallet where wallets and SDKs read it. */
export async function lookUpAccount(
  { send, cast }: Stage,
  { app }: Named<'look up account'>,
): Promise<PerformedAction> {
  const { wallet_address: address } = cast.apps[app]!
  const params = { account_id: address }
  return { address, response: await send({ route: chainContract.account, params }) }
}

/** Follows the link of a payment that was just paid or completed. */
export async function followLink(
  { send }: Stage,
  response: MockResponse,
): Promise<Pick<PerformedAction, 'shown'>> {
  const txid = response.status < 300 ? paymentIn(response).transaction?.txid : undefined
  if (txid == null) return {}
  const params = { tx_id: txid }
  const { transaction, transactionOperations } = chainContract
  return {
    shown: [
      await send({ route: transaction, params }),
      await send({ route: transactionOperations, params }),
    ],
  }
}

/** Reads the newest transaction of all. */
export async function lookUpTransaction({ send, chain }: Stage): Promise<PerformedAction> {
  const txid = chain.transactions.at(-1)?.hash ?? UNKNOWN_TXID
  const params = { tx_id: txid }
  return { txid, response: await send({ route: chainContract.transaction, params }) }
}
