import { LAST_LEDGER } from '@aloha-pi/contracts/control'
import { loadStellar } from '../ledger/stellar.ts'
import type { Decision, PaymentRecord } from '../payments/payment-record.ts'
import { cancelAsUser, payAsUser } from '../payments/user-payments.ts'
import { refusePayment } from '../platform/payment-refusals.ts'
import type { PaymentStyle } from '../platform/payment-wire.ts'
import type { PlatformRefusal } from '../platform/platform-refusal.ts'
import type { World } from '../world/world.ts'
import { atLimit } from './at-limit.ts'
import { controlRefusal } from './control-refusal.ts'

/** A payment that the caller may see, and how a refusal writes it. */
export type Chosen = {
  id: string
  find: () => PaymentRecord | undefined
  style: PaymentStyle
}

type Acted =
  | { ok: true; payment: PaymentRecord }
  | {
      ok: false
      refusal: ReturnType<
        typeof controlRefusal<'limit_reached' | 'payment_not_found' | 'payment_refused'>
      >
    }

/** Signs and pays in the wallet of the user. */
export async function payInWallet(world: World, chosen: Chosen): Promise<Acted> {
  const stellar = await loadStellar()
  if (world.ledger.ledgersLeft() < 1) return { ok: false, refusal: atLimit('ledgers', LAST_LEDGER) }
  return act(chosen, (payment) => payAsUser(world, stellar, payment))
}

/** Cancels in the wallet of the user. */
export function cancelInWallet(world: World, chosen: Chosen): Acted {
  return act(chosen, (payment) => cancelAsUser(world, payment))
}

function act({ id, find, style }: Chosen, decide: (payment: PaymentRecord) => Decision): Acted {
  const payment = find()
  if (payment == null) return { ok: false, refusal: unknownPayment(id) }
  const decision = decide(payment)
  if (decision.ok) return decision
  const refused = refusePayment(decision.refusal, decision.payment, style)
  return { ok: false, refusal: inControlShape(refused) }
}

export function unknownPayment(id: string) {
  return controlRefusal('payment_not_found', { id })
}

/** The refusal that the browser SDK would get, as a conflict of the control API. */
export function inControlShape({ rule, body }: PlatformRefusal) {
  return { ...controlRefusal('payment_refused', { reason: body.error_message }), rule }
}
