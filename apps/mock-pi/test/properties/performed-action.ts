import type { Payment } from '@aloha-pi/contracts/platform'
import type { Cast, Send, Session, Signed } from './cast.ts'
import type { MockResponse } from './mock-port.ts'
import type { Age } from './scenario.ts'
import type { SeenChain } from './seen-chain.ts'
import type { Seen } from './seen-world.ts'

/** What an action acts on: who takes part, and what was seen last. */
export type Stage = { send: Send; cast: Cast; seen: Seen; chain: SeenChain }

/** What was done: an action with its names filled in, and the response. */
export type PerformedAction = {
  response: MockResponse
  /** The payment that the action names or begins. */
  id?: string
  /** The transaction that the action names. */
  txid?: string
  /** Whose token or uid was used. */
  session?: Session
  /** The response to another app for an id that never was. */
  responseToUnknown?: MockResponse
  /** What the chain shows where the link of a paid payment leads, and the operations there. */
  shown?: readonly MockResponse[]
  /** What was submitted. */
  signed?: Signed
  /** The wallet whose account was looked up. */
  address?: string
}

/** An id that no payment has, as long as all of them. */
export const UNKNOWN_ID = 'UnknownUnknownUnknownUnknown'
export const UNKNOWN_TXID = 'e'.repeat(64)

export function pickPayment({ seen }: Stage, age: Age): string {
  return [...seen.keys()].at(-1 - age) ?? UNKNOWN_ID
}

/** Stroops as the number in Pi that a developer writes: the nearest double, as for the decimal. */
export function piOf(stroops: number): number {
  return stroops / 10_000_000
}

/** The payment of a successful response: the Platform API sends it bare, the control API with its owner. */
export function paymentIn({ body }: MockResponse): Payment {
  const responded = body as Payment | { payment: Payment }
  return ('identifier' in responded ? responded : responded.payment) as Payment
}
