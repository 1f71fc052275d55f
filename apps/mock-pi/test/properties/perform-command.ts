import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { appOf, sessionsOf, signIn } from './cast.ts'
import {
  closeLedgers,
  followLink,
  fund,
  lookUpAccount,
  lookUpTransaction,
} from './chain-actions.ts'
import {
  paymentIn,
  pickPayment,
  piOf,
  UNKNOWN_ID,
  type PerformedAction,
  type Stage,
} from './performed-action.ts'
import type { MockResponse } from './mock-port.ts'
import { createPayout, listOpen, pickTxid, submit } from './payout-actions.ts'
import type { Action, Creation, ServerCall } from './scenario.ts'

/** Does what the action says; what moves time or the whole world is the caller's. */
export async function perform(
  stage: Stage,
  action: Exclude<Action, { do: 'reset' | 'advance' }>,
): Promise<PerformedAction> {
  const { send, cast } = stage
  switch (action.do) {
    case 'create':
    case 'create by control':
      return create(stage, action)
    case 'create payout':
      return createPayout(stage, action)
    case 'submit':
      return submit(stage, action)
    case 'list open':
      return listOpen(stage, action)
    case 'look up account':
      return lookUpAccount(stage, action)
    case 'look up transaction':
      return lookUpTransaction(stage)
    case 'close ledgers':
      return closeLedgers(stage, action)
    case 'fund':
      return fund(stage, action)
    case 'set':
      Object.assign(cast.settings, action.to)
      return { response: await send({ route: controlContract.settings, body: action.to }) }
    case 'sign in':
      return { response: await signIn(send, cast, action.user, action.app) }
    case 'revoke':
      return { response: await revoke(stage, action.user, action.app) }
    case 'ask incomplete': {
      const session = sessionsOf(cast, action.user, action.app).at(-1)!
      const { token } = session
      const response = await send({ route: platformContract.sdk.incompletePayment, token })
      return { session, response }
    }
    case 'pay':
    case 'cancel as user': {
      const route = action.do === 'pay' ? controlContract.payPayment : controlContract.cancelPayment
      const id = pickPayment(stage, action.payment)
      const response = await send({ route, params: { paymentId: id }, body: {} })
      return { id, response, ...(await followLink(stage, response)) }
    }
    default:
      return callAsServer(stage, action)
  }
}

async function create({ send, cast }: Stage, action: Creation): Promise<PerformedAction> {
  const { user, app, terms } = action
  const sessions = sessionsOf(cast, user, app)
  const isOldest = action.do === 'create' && action.with === 'oldest token'
  const session = sessions.at(isOldest ? 0 : -1)!
  const { stroops, memo, metadata } = terms
  const body = { amount: piOf(stroops), memo, metadata }
  const { username } = cast.users[user]!
  const { app_id } = cast.apps[app]!
  const response =
    action.do === 'create'
      ? await send({ route: platformContract.sdk.createUserPayment, token: session.token, body })
      : await send({ route: controlContract.createPayment, body: { username, app_id, ...body } })
  if (response.status >= 300) return { session, response }
  const id = paymentIn(response).identifier
  cast.asked.set(id, { user, app, uid: session.uid, terms, isPayout: false })
  return { session, response, id }
}

async function revoke({ send, cast }: Stage, user: number, app: number): Promise<MockResponse> {
  for (const session of sessionsOf(cast, user, app)) session.live = false
  const { username } = cast.users[user]!
  const { app_id } = cast.apps[app]!
  return send({ route: controlContract.revoke, params: { username }, body: { app_id } })
}

async function callAsServer(stage: Stage, action: ServerCall): Promise<PerformedAction> {
  const { send, cast, seen } = stage
  const id = pickPayment(stage, action.payment)
  const isKnown = seen.get(id)
  const owner = isKnown == null ? 0 : cast.apps.indexOf(appOf(cast, isKnown.app_id))
  // There are two apps, so that the one before the owner is the other one, from the end if need be.
  const caller = cast.apps.at(action.as === 'owner' ? owner : owner - 1)!
  const txid = action.do === 'complete' ? pickTxid(stage, id, action.txid) : undefined
  const call = (paymentId: string) =>
    send({
      route: platformContract.payments[action.do],
      key: caller.api_key,
      params: { paymentId },
      ...(txid != null && { body: { txid } }),
    })
  const response = await call(id)
  const performed = { id, response, ...(txid != null && { txid }) }
  return action.as === 'owner'
    ? { ...performed, ...(action.do === 'complete' && (await followLink(stage, response))) }
    : { ...performed, responseToUnknown: await call(UNKNOWN_ID) }
}
