import { chainContract } from '@aloha-pi/contracts/chain'
import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract, type Payment } from '@aloha-pi/contracts/platform'
import { sessionsOf, signIn, type Cast, type Send, type Session } from './cast.ts'
import type { Answer } from './mock-port.ts'
import type { Action, Creation, ServerCall, Terms } from './scenario.ts'
import type { Seen } from './seen-world.ts'

/** What was done: an action with its names filled in, and what was answered. */
export type Deed = {
  answer: Answer
  /** The payment that the action names or begins. */
  id?: string
  /** The transaction that the action names. */
  txid?: string
  /** Whose token was used. */
  session?: Session
  /** The answer to a stranger for an id that never was. */
  answerToUnknown?: Answer
  /** What the chain has where `_link` leads. */
  transaction?: Answer
}

/** An id that no payment has, as long as all of them. */
export const UNKNOWN_ID = 'UnknownUnknownUnknownUnknown'
const UNKNOWN_TXID = 'e'.repeat(64)

/** Does what the action says; what moves time or the whole world is the caller's. */
export async function perform(
  send: Send,
  cast: Cast,
  seen: Seen,
  action: Exclude<Action, { do: 'reset' | 'advance' }>,
): Promise<Deed> {
  switch (action.do) {
    case 'create':
    case 'create by control':
      return create(send, cast, action)
    case 'sign in':
      return { answer: await signIn(send, cast, action.user, action.app) }
    case 'revoke':
      return { answer: await revoke(send, cast, action.user, action.app) }
    case 'ask incomplete': {
      const session = sessionsOf(cast, action.user, action.app).at(-1)!
      const { token } = session
      const answer = await send({ route: platformContract.sdk.incompletePayment, token })
      return { session, answer }
    }
    case 'set u2a_pending':
      cast.pending = action.to
      return {
        answer: await send({ route: controlContract.settings, body: { u2a_pending: action.to } }),
      }
    case 'pay':
      return pay(send, pick(seen, action.payment))
    case 'cancel as user': {
      const id = pick(seen, action.payment)
      const params = { paymentId: id }
      return { id, answer: await send({ route: controlContract.cancelPayment, params, body: {} }) }
    }
    default:
      return callAsServer(send, cast, seen, action)
  }
}

async function create(send: Send, cast: Cast, action: Creation): Promise<Deed> {
  const { user, app, terms } = action
  const sessions = sessionsOf(cast, user, app)
  const isOldest = action.do === 'create' && action.with === 'oldest token'
  const session = sessions.at(isOldest ? 0 : -1)!
  const { stroops, memo, metadata } = terms
  const body = { amount: piOf(stroops), memo, metadata }
  const { username } = cast.users[user]!
  const { app_id } = cast.apps[app]!
  const answer =
    action.do === 'create'
      ? await send({ route: platformContract.sdk.createUserPayment, token: session.token, body })
      : await send({ route: controlContract.createPayment, body: { username, app_id, ...body } })
  if (answer.status >= 300) return { session, answer }
  const id = paymentIn(answer).identifier
  cast.asked.set(id, { user, app, uid: session.uid, terms })
  return { session, answer, id }
}

/** Stroops as the number in Pi that a developer writes: the nearest double, as for the decimal. */
export function piOf(stroops: Terms['stroops']): number {
  return stroops / 10_000_000
}

async function revoke(send: Send, cast: Cast, user: number, app: number): Promise<Answer> {
  for (const session of sessionsOf(cast, user, app)) session.live = false
  const { username } = cast.users[user]!
  const { app_id } = cast.apps[app]!
  return send({ route: controlContract.revoke, params: { username }, body: { app_id } })
}

async function pay(send: Send, id: string): Promise<Deed> {
  const params = { paymentId: id }
  const answer = await send({ route: controlContract.payPayment, params, body: {} })
  const hash = answer.status < 300 ? paymentIn(answer).transaction?.txid : undefined
  if (hash == null) return { id, answer }
  const transaction = await send({ route: chainContract.transaction, params: { tx_id: hash } })
  return { id, answer, transaction }
}

async function callAsServer(send: Send, cast: Cast, seen: Seen, action: ServerCall): Promise<Deed> {
  const id = pick(seen, action.payment)
  const owner = cast.apps.findIndex(({ app_id }) => app_id === seen.get(id)?.app_id)
  // There are two apps, so that the one before the owner is the other one, from the end if need be.
  const caller = cast.apps.at(action.as === 'owner' ? owner : owner - 1)!
  const txid = action.do === 'complete' ? pickTxid(seen, id, action.txid) : undefined
  const call = (paymentId: string) =>
    send({
      route: platformContract.payments[action.do],
      key: caller.api_key,
      params: { paymentId },
      ...(txid != null && { body: { txid } }),
    })
  const deed = { id, answer: await call(id), ...(txid != null && { txid }) }
  return action.as === 'owner' ? deed : { ...deed, answerToUnknown: await call(UNKNOWN_ID) }
}

function pick(seen: Seen, age: number): string {
  return [...seen.keys()].at(-1 - age) ?? UNKNOWN_ID
}

function pickTxid(seen: Seen, id: string, kind: (ServerCall & { do: 'complete' })['txid']): string {
  const own = seen.get(id)?.payment.transaction?.txid
  if (kind === 'its own' && own != null) return own
  const others = [...seen.values()].flatMap(({ payment }) => payment.transaction?.txid ?? [])
  const other = others.findLast((txid) => txid !== own)
  return kind === 'of another payment' && other != null ? other : UNKNOWN_TXID
}

/** The payment of a successful answer: the Platform API answers it bare, the control API with its owner. */
export function paymentIn({ body }: Answer): Payment {
  const answered = body as Payment | { payment: Payment }
  return ('identifier' in answered ? answered : answered.payment) as Payment
}
