import type { Payment } from '@aloha-pi/contracts/platform'
import type { Envelope } from '../model/payout.ts'
import type { OpenPayments, PiResult, SubmitResult, Unknown } from '../model/ports.ts'
import type { Rules } from './rules.ts'
import type { Situation } from './situation.ts'
import type { Absorbed, Outcome, Step } from './steps.ts'

/** What Pi said. An unknown result means the same in every state. */
export type PiResponse<Value> = Exclude<PiResult<Value>, Unknown>

/** What a payout's step came to, where the state decides what that means. */
export type StepResponse =
  | {
      to: 'create' | 'read_payment' | 'prove_key' | 'complete' | 'cancel'
      result: PiResponse<Payment>
    }
  | { to: 'list_open'; result: PiResponse<OpenPayments> }
  | {
      to: 'sign'
      step: Extract<Step, { type: 'sign' }>
      outcome: Extract<Outcome, { type: 'signed' | 'sign_refused' }>
    }
  | { to: 'submit'; envelope: Envelope; result: SubmitResult }

/** A state of a payout: what it does next, and what the outcome means. */
export type StateLogic = {
  next(situation: Situation, rules: Rules): Step
  absorb(situation: Situation, rules: Rules, response: StepResponse): Absorbed
}

/** A response to what the state never asks. */
export function unexpected({ work }: Situation, { to }: StepResponse): never {
  throw new Error(`A payout that is ${work.payout.state} has no ${to} step`)
}
