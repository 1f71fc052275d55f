import type { Payment } from '@aloha-pi/contracts'

/** What a call to Pi came to. */
export type PiAnswer =
  /** The payment that was asked for. */
  | { kind: 'payment'; payment: Payment }
  /** Pi refused for certain, with this code of its own. */
  | { kind: 'refused'; code: string; verificationError?: string }
  /** No answer that can be used: a write may have taken effect all the same. */
  | { kind: 'lost'; cause: LostCause }

export type Refused = Extract<PiAnswer, { kind: 'refused' }>
export type Lost = Extract<PiAnswer, { kind: 'lost' }>

/**
 * `timeout`: no complete answer in time. `unreachable`: the connection failed or broke. `unusable`: an
 * answer that is none of Pi's. `unauthorized`: a 401 that says nothing more. `busy`: a 429.
 */
export type LostCause = 'timeout' | 'unreachable' | 'unusable' | 'unauthorized' | 'busy'

export type PiCall = { requestId: string; signal?: AbortSignal }

/** Pi's Platform API as the proxy needs it. Each call is one request; Pi's answers are values, never thrown. */
export type PiPlatform = {
  read(paymentId: string, call: PiCall): Promise<PiAnswer>
  approve(paymentId: string, call: PiCall): Promise<PiAnswer>
  complete(paymentId: string, txid: string, call: PiCall): Promise<PiAnswer>
  cancel(paymentId: string, call: PiCall): Promise<PiAnswer>
}
