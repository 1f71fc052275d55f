import type { Settings } from '@aloha-pi/contracts/control'

/** Time that passes: ms, or until `fromDeadline` ms after the next payment must be approved. */
export type Pause = number | { fromDeadline: number }

/** A payment by its age: 0 is the newest; one beyond the oldest is an id that never was. */
export type Age = number

/** Whose server calls: that of the payment's app, or that of the other app. */
export type Caller = 'owner' | 'other app'

/** What someone asks for. `stroops` are whole, as is every amount on the chain. */
export type Terms = { stroops: number; memo: string; metadata: Record<string, unknown> }

export type Pending = Settings['u2a_pending']
export type Concurrency = Settings['a2u_concurrency']

/** A user asks for a payment: through the browser SDK's call, or through the mock's control API. */
export type Creation =
  | { do: 'create'; user: number; app: number; with: 'newest token' | 'oldest token'; terms: Terms }
  | { do: 'create by control'; user: number; app: number; terms: Terms }

/** True when a user asks for a payment, which may cancel their open one. */
export function isUserCreation(action: Action): action is Creation & { after?: Pause } {
  return action.do === 'create' || action.do === 'create by control'
}

/** An app's server asks for a payment to a user. */
export type PayoutCreation = {
  do: 'create payout'
  user: number
  app: number
  to: 'newest uid' | 'oldest uid'
  terms: Terms
}

/** How a transaction differs from the one that an app-to-user payment asks for. */
export type Twist =
  | 'none'
  | 'other memo'
  | 'other amount'
  | 'other recipient'
  | 'other wallet'
  | 'nobody'
  | 'too much'
  | 'used sequence'
  | 'low fee'
  | 'too late'

/** What an app's server submits; `again` are the bytes that it submitted last for the payment. */
export type Submission = { do: 'submit'; payout: Age; twist: Twist | 'again' }

/** Which transaction a completion names: the last one that was meant right, or one that was not, or none. */
export type NamedTransaction = 'its own' | 'a twisted one' | 'of another payment' | 'unknown'

/** What an app's server calls. */
export type ServerCall =
  | { do: 'get' | 'approve' | 'cancel'; payment: Age; as: Caller }
  | { do: 'complete'; payment: Age; as: Caller; txid: NamedTransaction }

/** What the owner of the mock does. */
export type ControlAction =
  | { do: 'set'; to: Partial<Settings> }
  | { do: 'close ledgers'; count: number }
  | { do: 'fund'; app: number; stroops: number }
  | { do: 'advance'; by: Pause }
  | { do: 'reset' }

/** One thing that someone does. There are users 0 and 1 and apps 0 and 1. */
export type Action =
  | Creation
  | PayoutCreation
  | Submission
  | ServerCall
  | ControlAction
  | { do: 'sign in' | 'revoke' | 'ask incomplete'; user: number; app: number }
  | { do: 'pay' | 'cancel as user'; payment: Age }
  | { do: 'list open'; app: number }
  | { do: 'look up account'; app: number }
  | { do: 'look up transaction' }

/** An action, and the real time that passes before it without the mock being told. */
export type Command = Action & { after: Pause }

export type Scenario = {
  spelling: Settings['spelling']
  pending: Pending
  concurrency: Concurrency
  commands: Command[]
}
