import type { AppPaymentBegun, AppPaymentRequest } from '../payments/app-payments.ts'
import type { UserPaymentBegun } from '../payments/user-payments.ts'
import { refusePayment } from './payment-refusals.ts'
import { paymentToWire, type PaymentStyle } from './payment-wire.ts'
import { platformRefusal } from './platform-refusal.ts'

type Refused<Begun> = Extract<Begun, { ok: false }>

const missingWallet = () =>
  platformRefusal('missing_wallet', 'user/missing_wallet', { values: { owner: 'user' } })
const tooManyPayments = () =>
  platformRefusal('too_many_payments', 'payment/too_many', {
    message: 'Too many payments are open in this mock: complete or cancel some.',
  })

/** Pi would store it like any other metadata; here it is a typo that a tester would otherwise look for. */
const badFaultOrder = (rule: string) =>
  platformRefusal('invalid_request', 'request/mock_fault', {
    values: {
      reason: `metadata.mock_fault ${rule}. This member belongs to the mock, and Pi knows nothing of it; mock-pi --no-magic stores it as Pi does.`,
    },
  })

/** Why a user could not begin a payment, as Pi sends it. */
export function refuseUserPayment(begun: Refused<UserPaymentBegun>, style: PaymentStyle) {
  switch (begun.refusal) {
    case 'pending':
      return refusePayment('pending', begun.payment, style)
    case 'missing_scope':
      return platformRefusal('missing_scope', 'user/missing_scope', {
        message: `User hasn't authorized "payments" scope for this app.`,
      })
    case 'missing_wallet':
      return missingWallet()
    case 'too_many_payments':
      return tooManyPayments()
    case 'bad_fault_order':
      return badFaultOrder(begun.rule)
  }
}

/** Why an app could not begin a payment, as Pi sends it. */
export function refuseAppPayment(
  begun: Refused<AppPaymentBegun>,
  { uid }: Pick<AppPaymentRequest, 'uid'>,
  style: PaymentStyle,
) {
  switch (begun.refusal) {
    case 'a2u_on_mainnet':
      return platformRefusal('feature_not_available', 'payment/a2u_on_mainnet', {
        message:
          "App-to-user payments are only available on the Testnet, unless the mock's setting a2u_on_mainnet is true.",
      })
    case 'user_not_found':
      return platformRefusal('user_not_found', 'user/not_found', { values: { uid } })
    case 'missing_scope':
      return platformRefusal('missing_scope', 'user/missing_scope', {
        values: { scope: 'wallet_address' },
      })
    case 'missing_wallet':
      return missingWallet()
    case 'ongoing':
      return platformRefusal('ongoing_payment_found', 'payment/ongoing', {
        extra: { payment: paymentToWire(begun.payment, style) },
      })
    case 'too_many_payments':
      return tooManyPayments()
    case 'bad_fault_order':
      return badFaultOrder(begun.rule)
  }
}
