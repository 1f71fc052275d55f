import {
  respondWith,
  changePayments,
  jsonOf,
  type Json,
  type Plant,
  type PlantRequest,
} from '../../../../../packages/conformance/test/broken/plant.ts'
import { acceptRefused, isCommand, isRead } from './platform-requests.ts'

const isCreation = ({ method, path }: PlantRequest) => method === 'POST' && path === '/v2/payments'
const isList = ({ path }: PlantRequest) => path.endsWith('/incomplete_server_payments')

const complete = (payment: Json) => {
  payment.transaction ??= { txid: 'f'.repeat(64), _link: `x/transactions/${'f'.repeat(64)}` }
  payment.transaction.verified = true
  Object.assign(payment.status, { transaction_verified: true, developer_completed: true })
}

/** Bugs of app-to-user payments, where each costs money. */
export const appPaymentBugs: readonly Plant[] = [
  {
    name: 'a transfer of one stroop less completes a payment',
    kind: 'stateful',
    foundBy: 'payments.complete/app-to-user-one-stroop-less',
    create: acceptRefused('complete', 'verification_failed', complete),
  },
  {
    name: 'a transfer to another wallet completes a payment',
    kind: 'stateful',
    foundBy: 'payments.complete/app-to-user-to-another-wallet',
    create: acceptRefused('complete', 'verification_failed', complete),
  },
  {
    name: 'one transfer completes two payments',
    kind: 'stateful',
    foundBy: 'payments.complete/app-to-user-transaction-of-another-payment',
    create: acceptRefused('complete', 'verification_failed', complete),
  },
  {
    name: 'a second transfer completes a completed payment again',
    kind: 'stateful',
    foundBy: 'payments.complete/app-to-user-paid-twice',
    create: acceptRefused('complete', 'txid_mismatch', () => {}),
  },
  {
    name: 'a wrong transfer is refused and leaves no trace',
    kind: 'stateful',
    foundBy: 'payments.complete/app-to-user-one-stroop-more',
    create: () => async (request, forward) => {
      const came = await forward()
      const json = isRead(request) ? jsonOf(came) : undefined
      if (json?.transaction?.verified !== false) return came
      return respondWith(came.status, { ...json, transaction: null }, came)
    },
  },
  {
    name: 'an app-to-user payment can be approved',
    kind: 'stateful',
    foundBy: 'payments.approve/when-app-to-user-and-open',
    create: acceptRefused('approve', 'already_approved', () => {}),
  },
  {
    name: 'a cancelled payment is completed',
    kind: 'stateful',
    foundBy: 'payments.complete/when-app-to-user-and-cancelled',
    create: acceptRefused('complete', 'cancelled_payment', (payment) => {
      complete(payment)
      Object.assign(payment.status, { cancelled: false, canceled: false })
    }),
  },
  {
    name: 'a second payment is begun while one is open',
    kind: 'stateful',
    foundBy: 'payments.create/one-at-a-time',
    create: () => async (request, forward) => {
      const came = await forward()
      if (!isCreation(request) || !came.text.includes('"ongoing_payment_found"')) return came
      return respondWith(200, {
        ...jsonOf(came).payment,
        identifier: 'secondPayment000000000000000',
      })
    },
  },
  {
    name: 'payments that are begun at once all get a success',
    kind: 'stateful',
    foundBy: 'payments.create/twenty-at-once',
    create: () => async (request, forward) => {
      const came = await forward()
      return isCreation(request) && came.text.includes('"ongoing_payment_found"')
        ? respondWith(200, jsonOf(came).payment)
        : came
    },
  },
  {
    name: 'a completed payment stays in the list of open ones',
    kind: 'stateful',
    foundBy: 'payments.incomplete/until-completed',
    create: () => {
      const listed = new Map<string, Json>()
      return async (request, forward) => {
        const came = await forward()
        if (!isList(request) || came.status !== 200) return came
        const { incomplete_server_payments: open } = jsonOf(came)
        for (const payment of open) listed.set(payment.identifier, payment)
        return respondWith(200, { incomplete_server_payments: [...listed.values()] }, came)
      }
    },
  },
  {
    name: 'the open payments of all apps are in one list',
    kind: 'stateful',
    foundBy: 'payments.incomplete/of-the-own-app',
    create: () => {
      let latest: Json
      return async (request, forward) => {
        const came = await forward()
        if (isCreation(request) && came.status === 200) latest = jsonOf(came)
        if (!isList(request) || came.status !== 200 || latest == null) return came
        return respondWith(200, { incomplete_server_payments: [latest] }, came)
      }
    },
  },
  {
    name: 'an amount as text loses its last decimals',
    kind: 'stateful',
    foundBy: 'payments.create/amount-as-text',
    create: () => async (request, forward) =>
      forward({ body: request.body.replace('"3.1400001"', '"3.14"') }),
  },
  {
    name: 'cancellations of a payment at once all succeed',
    kind: 'stateful',
    foundBy: 'payments.cancel/app-to-user-twenty-at-once',
    create: () => async (request, forward) => {
      const came = await forward()
      return isCommand(request, 'cancel') && came.text.includes('"cancelled_payment"')
        ? respondWith(200, jsonOf(came).payment)
        : came
    },
  },
  {
    name: 'a missing scope is 403, which is more sensible than what Pi does',
    kind: 'response',
    foundBy: 'payments.create/without-the-scope',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('"missing_scope"') ? { ...came, status: 403 } : came
    },
  },
  {
    name: 'an app-to-user payment does not say who pays',
    kind: 'response',
    foundBy: 'payments.create/begins',
    create: changePayments((payment) => {
      if (payment.direction === 'app_to_user') payment.from_address = ''
    }),
  },
]
