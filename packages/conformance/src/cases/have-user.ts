import type { ControlStep, Step } from '../model/case.ts'
import { concat, ref, text, type Ref, type Template } from '../model/template.ts'

export type UserWish = {
  scopes?: readonly string[]
  /** The app that they sign in to; that of the API key unless told otherwise. */
  appId?: Ref
  /** No one made them before. */
  isNew?: boolean
  wallet?: boolean
}

/**
 * A user of the mock who signed in. Saves `NAMEName`, `NAMEToken` and `NAMEUid`; their username is unique to the case,
 * as `usernameOf` says.
 */
export function haveUser(name: string, wish: UserWish = {}): Step[] {
  const { scopes, appId = ref('appId'), isNew = true, wallet } = wish
  const username = usernameOf(name)
  const create: Step = {
    control: 'POST /users',
    body: { username, ...(wallet == null ? {} : { wallet }) },
    save: { [`${name}Name`]: 'username' },
  }
  const signIn: Step = {
    control: 'POST /sign-in',
    body: { username, app_id: appId, ...(scopes == null ? {} : { scopes: [...scopes] }) },
    save: { [`${name}Token`]: 'access_token', [`${name}Uid`]: 'user.uid' },
  }
  return isNew ? [create, signIn] : [signIn]
}

export function usernameOf(name: string) {
  return concat(ref('unique'), `-${name}`)
}

export type PaymentWish = {
  /** Who pays: a user whom the case has. */
  user?: string
  /** Under which name its id is saved. */
  as?: string
  amount?: Template
  memo?: Template
  metadata?: Template
}

/** A new payment of the user, as the wallet would begin it; saves its id. */
export function beginPayment(wish: PaymentWish = {}): ControlStep {
  const { user = 'alice', as = 'id', amount = 3.14, memo, metadata } = wish
  return {
    control: 'POST /payments',
    body: { username: usernameOf(user), app_id: ref('appId'), amount, memo, metadata },
    save: { [as]: 'payment.identifier' },
  }
}

/** The user pays the payment in the wallet; saves the transaction. */
export function payPayment(id = 'id', txid = 'txid'): ControlStep {
  return {
    control: text`POST /payments/${id}/pay`,
    save: { [txid]: 'payment.transaction.txid' },
  }
}

/** The user closes the wallet. */
export function cancelAsUser(id = 'id'): ControlStep {
  return { control: text`POST /payments/${id}/cancel` }
}

/** Pi cancels a payment that no one approved for so long. */
export const APPROVAL_MS = 60_000

export function advanceClock(ms: number): ControlStep {
  return { control: 'POST /clock/advance', body: { ms } }
}
