import type { AppPaymentBegun } from '../payments/app-payments.ts'
import type { PaymentRecord, PaymentRefusal } from '../payments/payment-record.ts'
import type { UserPaymentBegun } from '../payments/user-payments.ts'

type Refused<Begun> = Extract<Begun, { ok: false }>

/** Why a preset cannot be made in this world, as the use case says it. */
export type PresetRefusal =
  | { kind: 'user_payment'; begun: Refused<UserPaymentBegun> }
  | { kind: 'payout'; begun: Refused<AppPaymentBegun>; uid: string }
  | { kind: 'payment'; refusal: PaymentRefusal; payment: PaymentRecord }
  | { kind: 'transaction'; codes: readonly string[] }
  | { kind: 'clock' }
  | { kind: 'limit'; what: 'accounts' | 'apps' | 'faults' | 'grants' | 'ledgers'; limit: number }

/** Ends the steps of a preset; `applyPreset` returns its refusal. */
export class PresetRefused extends Error {
  readonly refusal: PresetRefusal

  constructor(refusal: PresetRefusal) {
    super(`A preset is refused: ${refusal.kind}`)
    this.refusal = refusal
  }
}
