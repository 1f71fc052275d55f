import type { Preset } from './preset.ts'
import { docsIssues, issue } from './public-issues.ts'

const BEGIN_AGAIN =
  'Let the user begin a new payment: Pi.createPayment. Approve it as soon as your server has its id.'

/** Payments of users that do not go on. */
export const userPaymentPresets = {
  'pending-lock': {
    summary: 'A user left an approved payment unpaid, and Pi refuses every new one of theirs.',
    sees: 'The user sees "You already have a pending payment on this app, which needs an action from the developer." Pi.createPayment calls onError.',
    way_out: [
      'Cancel the payment that blocks the user: POST /v2/payments/{payment_id}/cancel with the API key of the app.',
      'In your app, do this in onIncompletePaymentFound: Pi.authenticate calls it with this payment.',
      BEGIN_AGAIN,
    ],
    gets_out: {
      by: ['client', 'proxy'],
      how: 'pi.payments.cancel(id) of the client, and POST /v1/transaction/u2a/abort/ID of the proxy.',
    },
    pi: {
      known:
        "The text is the wallet's. Pi documents that an unpaid payment gives way to a new one; developers report this lock. That a cancellation ends it is what Pi's team wrote in issue 336; issue 544 reports that it does not.",
      level: 'captured',
      source: 'pi-apps/pi-platform-docs issues 52 and 336 (text); 40, 154, 544 (reports)',
    },
    issues: docsIssues(336, 52, 154, 40, 544),
    make(steps) {
      const payment = steps.beginUserPayment()
      steps.actAsServer(payment, { type: 'approve' })
      const settings = steps.set({ u2a_pending: 'lock' })
      const made = `Payment ${payment.id} is approved and unpaid, and u2a_pending is "lock".`
      return { made, payment, settings }
    },
  },
  'approved-no-tx': {
    summary: 'A payment is approved, and the user never paid it.',
    sees: 'The user sees nothing more of it. Your order waits: complete gets 400 "not_verified", and onIncompletePaymentFound gets the payment without a transaction.',
    way_out: [
      'Do not deliver: no money moved.',
      'Cancel it: POST /v2/payments/{payment_id}/cancel. If the user begins another payment, Pi cancels this one.',
    ],
    gets_out: {
      by: ['client', 'proxy'],
      how: 'pi.payments.cancel(id) of the client, and POST /v1/transaction/u2a/abort/ID of the proxy.',
    },
    pi: {
      known:
        'Such a payment was published, and Pi labelled the report a bug. How long it stays open is assumed: forever.',
      level: 'captured',
      source: 'pi-apps/pi-platform-docs issues 40 and 154',
    },
    issues: docsIssues(40, 154),
    make(steps) {
      const payment = steps.beginUserPayment()
      steps.actAsServer(payment, { type: 'approve' })
      const settings = steps.set({ u2a_pending: 'replace-unpaid' })
      return { made: `Payment ${payment.id} is approved and unpaid.`, payment, settings }
    },
  },
  'approval-expired': {
    summary: 'The server did not approve a payment within 60 seconds, and Pi cancelled it.',
    sees: 'The user sees "Payment Expired! … The developer has failed to approve this payment." approve gets "cancelled_payment".',
    way_out: [
      BEGIN_AGAIN,
      'Call approve at once in the handler of onReadyForServerApproval, before any slow work and without a session that can be missing.',
    ],
    gets_out: {
      by: [],
      how: 'A cancelled payment never opens again, so nothing but a new one of the user helps. The client and the proxy report "cancelled_payment" at once.',
    },
    pi: {
      known: '60 seconds, then cancelled. The text and the time are published.',
      level: 'documented',
      source: 'pi-apps/demo, FLOWS.md; the issues',
    },
    issues: [
      issue('pi-apps/pi-sdk-integration-guide', 3),
      issue('rockcesar/LatinChainDevelopments', 5),
      issue('pi-apps/demo', 37),
      issue('pi-apps/demo', 45),
    ],
    make(steps) {
      const payment = steps.beginUserPayment()
      const ms = steps.settings.approval_timeout_ms
      steps.passTime(ms)
      const made = `The clock moved by ${ms} ms, and payment ${payment.id} expired unapproved.`
      return { made, payment }
    },
  },
  'cancelled-by-user': {
    summary: 'The user closed the wallet after your server had approved.',
    sees: 'The user is back in your app, and onCancel is called. complete and cancel get "cancelled_payment".',
    way_out: ['Release the order: no money moved, and none will.', BEGIN_AGAIN],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy records the payment as aborted. The client reports "cancelled_payment". Neither opens it again.',
    },
    pi: {
      known: 'onCancel and the field user_cancelled are documented; the error code is inferred.',
      level: 'documented',
      source: 'SDK reference of Pi; pi-apps/pi-platform-docs, platform_API.md',
    },
    issues: [],
    make(steps) {
      const payment = steps.beginUserPayment()
      steps.actAsServer(payment, { type: 'approve' })
      steps.cancelAsUser(payment)
      const made = `Payment ${payment.id} was approved, and then cancelled by ${steps.user.username}.`
      return { made, payment }
    },
  },
  'paid-not-completed': {
    summary: 'The user paid, and the server never completed the payment.',
    sees: 'The money left the wallet of the user, who gets nothing, and whose next payment is refused as pending.',
    way_out: [
      'Read the payment: GET /v2/payments/{payment_id} shows the transaction.',
      'Complete it: POST /v2/payments/{payment_id}/complete with {"txid":"{txid}"}. Then deliver.',
      'Do not try to cancel: Pi refuses it with "payment_tx_present".',
    ],
    gets_out: {
      by: ['client', 'proxy'],
      how: 'pi.payments.complete(id, txid) of the client, and POST /v1/transaction/u2a/complete/ID/TXID of the proxy, with the txid that the payment shows.',
    },
    pi: {
      known:
        'A payment with a transaction blocks new ones until it is completed, and the SDK hands it to onIncompletePaymentFound.',
      level: 'documented',
      source: "Pi's SDK reference; pi-apps/pi-platform-docs issues 34 and 52",
    },
    issues: docsIssues(34, 52),
    make(steps) {
      const payment = steps.beginUserPayment()
      steps.actAsServer(payment, { type: 'approve' })
      const txid = steps.payAsUser(payment)
      const made = `${steps.user.username} paid ${payment.id} with transaction ${txid}, and no one completed it.`
      return { made, payment, txids: [txid] }
    },
  },
} as const satisfies Record<string, Preset>
