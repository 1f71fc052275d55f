import { platformContract } from '@aloha-pi/contracts/platform'
import type { Request, Response } from 'express'
import type { PiApp } from '../../apps/app-store.ts'
import type { FaultFacts } from '../../faults/fault.ts'
import { FAULT_MEMBER, parseFaultOrders, type FaultOrder } from '../../faults/parse-fault-orders.ts'
import { prefersEvents } from '../../horizon/negotiate.ts'
import { routeOf } from '../../http/exchange-notes.ts'
import { operationOf } from '../../journal/operations.ts'
import type { Session } from '../../users/access-tokens.ts'
import type { World } from '../../world/world.ts'

/** What rules can be about. */
export function factsOf(world: World, req: Request, res: Response): FaultFacts {
  const operation = operationOf(routeOf(req))?.fullName
  if (operation == null) throw new Error(`${req.path} is no operation of Pi`)
  const facts = { operation, method: req.method, path: req.path }
  return operation.startsWith('chain.')
    ? { ...facts, ...chainFacts(world, req), isStream: prefersEvents(req) }
    : { ...facts, ...platformFacts(world, req, res) }
}

/** `authenticate` has found the caller. */
function platformFacts(world: World, { params, body }: Request, res: Response) {
  const app = res.locals['server-key'] as PiApp | undefined
  const session = res.locals['access-token'] as Session | undefined
  const { paymentId } = params
  const payment = typeof paymentId === 'string' ? world.payments.find(paymentId) : undefined
  const uid: unknown = Object(Object(body).payment).uid
  const recipient =
    app != null && typeof uid === 'string' ? world.users.findByUid(app.id, uid) : undefined
  return {
    appId: app?.id ?? session?.app.id,
    username: session?.user.username ?? payment?.username ?? recipient?.username,
    paymentId: payment?.id,
  }
}

/** A transaction names its payment in its memo; an account can be the wallet of an app. */
function chainFacts(world: World, { params, body }: Request) {
  const payment = world.payments.find(memoOf(Object(body).tx) ?? '')
  const { account_id: address } = params
  const owner = world.apps.list().find(({ wallet }) => wallet.address === address)
  return {
    appId: payment?.appId ?? owner?.id,
    username: payment?.username,
    paymentId: payment?.id,
  }
}

const ID_LENGTH = 28
/** How XDR begins a text memo of that length: its kind and its length. */
const TEXT_MEMO = Buffer.from([0, 0, 0, 1, 0, 0, 0, ID_LENGTH])

/** Found without decoding, which needs Stellar's library. */
function memoOf(tx: unknown): string | undefined {
  if (typeof tx !== 'string') return undefined
  const bytes = Buffer.from(tx, 'base64')
  const place = bytes.indexOf(TEXT_MEMO)
  const start = place + TEXT_MEMO.length
  return place === -1 ? undefined : bytes.toString('latin1', start, start + ID_LENGTH)
}

const CREATIONS: ReadonlySet<unknown> = new Set([
  platformContract.payments.create,
  platformContract.sdk.createUserPayment,
])

/** The faults that a payment orders for its own creation. Requests with the same metadata count as one payment. */
export function creationOf(
  world: World,
  req: Request,
  res: Response,
): { key: string; orders: readonly FaultOrder[] } | undefined {
  if (!world.faults.takesOrders || !CREATIONS.has(routeOf(req))) return undefined
  const body: { payment?: unknown; metadata?: unknown } = Object(req.body)
  const metadata: object = Object(body.metadata ?? Object(body.payment).metadata)
  if (!Object.hasOwn(metadata, FAULT_MEMBER)) return undefined
  const parsed = parseFaultOrders(Reflect.get(metadata, FAULT_MEMBER))
  // What cannot be read is refused where the payment begins.
  if (!parsed.ok) return undefined
  const { appId, username } = platformFacts(world, req, res)
  return { key: `${appId} ${username} ${JSON.stringify(metadata)}`, orders: parsed.orders }
}
