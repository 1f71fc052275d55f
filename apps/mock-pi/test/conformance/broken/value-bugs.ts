import {
  respondWith,
  changePayments,
  jsonOf,
  type Plant,
} from '../../../../../packages/conformance/test/broken/plant.ts'
import { isRead } from './platform-requests.ts'

/** Values that are valid by themselves and not what was asked for, or not what the contract says. */
export const valueBugs: readonly Plant[] = [
  {
    name: 'amounts are one stroop off',
    kind: 'stateful',
    foundBy: 'sdk.createUserPayment/begins',
    create: changePayments((payment) => {
      payment.amount = Number((payment.amount + 1e-7).toFixed(7))
    }),
  },
  {
    name: 'large amounts lose their last stroop',
    kind: 'stateful',
    foundBy: 'sdk.createUserPayment/any-valid-payment',
    create: changePayments((payment) => {
      if (payment.amount > 1000) payment.amount = Number(payment.amount.toFixed(6))
    }),
  },
  {
    name: 'memos are cut after 28 bytes',
    kind: 'stateful',
    foundBy: 'sdk.createUserPayment/any-valid-payment',
    create: changePayments((payment) => {
      payment.memo = Buffer.from(payment.memo).subarray(0, 28).toString()
    }),
  },
  {
    name: 'metadata lose what is null',
    kind: 'stateful',
    foundBy: 'payments.get/shows-what-the-user-asked-for',
    create: changePayments((payment) => {
      payment.metadata = JSON.parse(
        JSON.stringify(payment.metadata, (_, value) => (value === null ? undefined : value)),
      )
    }),
  },
  {
    name: 'an amount is text',
    kind: 'response',
    foundBy: 'payments.get/known',
    create: changePayments((payment) => {
      payment.amount = String(payment.amount)
    }),
  },
  {
    name: 'a payment lacks its wallets',
    kind: 'response',
    foundBy: 'payments.get/known',
    create: changePayments((payment) => {
      delete payment.from_address
    }),
  },
  {
    name: 'a payment has neither the fields of 2024 nor those of 2026',
    kind: 'response',
    foundBy: 'payments.get/fields',
    create: changePayments((payment) => {
      delete payment.created_at
      delete payment.split_recipients
      delete payment.token_canonical
    }),
  },
  {
    name: "the guide's spelling contradicts the wire's",
    kind: 'response',
    foundBy: 'payments.cancel/when-created',
    create: changePayments((payment) => {
      payment.status.canceled = false
    }),
  },
  {
    name: 'a transaction is verified in one place and not in the other',
    kind: 'response',
    foundBy: 'payments.complete/fields',
    create: changePayments((payment) => {
      if (payment.transaction != null) payment.transaction.verified = false
    }),
  },
  {
    name: 'the link of a transaction leads to another one',
    kind: 'response',
    foundBy: 'payments.complete/fields',
    create: changePayments((payment) => {
      if (payment.transaction != null) payment.transaction._link += '0'
    }),
  },
  {
    name: 'a revoked reward is granted',
    kind: 'response',
    foundBy: 'ads.status/revoked',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, text: came.text.replace('"revoked"', '"granted"') }
    },
  },
  {
    name: 'the open payments are an array',
    kind: 'response',
    foundBy: 'payments.incomplete/wrapper',
    create:
      () =>
      async ({ path }, forward) => {
        const came = await forward()
        return path.endsWith('/incomplete_server_payments') && came.status === 200
          ? respondWith(200, jsonOf(came).incomplete_server_payments, came)
          : came
      },
  },
  {
    name: 'JSON comes as HTML',
    kind: 'response',
    foundBy: 'payments.get/known',
    create: () => async (request, forward) => {
      const came = await forward()
      return isRead(request) && came.status === 200
        ? { ...came, headers: { ...came.headers, 'content-type': 'text/html' } }
        : came
    },
  },
  {
    name: 'an unknown payment is a bad request',
    kind: 'response',
    foundBy: 'payments.get/unknown',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.status === 404 ? { ...came, status: 400 } : came
    },
  },
]
