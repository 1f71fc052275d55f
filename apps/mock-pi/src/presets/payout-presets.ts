import type { Preset } from './preset.ts'
import { docsIssues, issue } from './public-issues.ts'

const LIVE = 'jleeblack/pion-mcp, docs (live measurements of July and August 2026)'
const FIND =
  'Look for the payment id among the memos of the wallet: GET /accounts/{wallet}/transactions?order=desc at the blockchain.'
const NOT_AGAIN = 'Do not pay again.'

/** Payouts (app-to-user payments) whose record does not say what happened to the money. */
export const payoutPresets = {
  'ongoing-a2u': {
    summary: 'A payout is open and unpaid, and Pi refuses every new payout of the app.',
    sees: 'The next user waits for a payout. Your server gets "ongoing_payment_found" with the open payment.',
    way_out: [
      'Read the open payouts: GET /v2/payments/incomplete_server_payments.',
      FIND,
      'It is there: complete the payment with that transaction. It is not, and no signed transaction can still get in: POST /v2/payments/{payment_id}/cancel.',
    ],
    gets_out: {
      by: ['client'],
      how: 'The error of the client has the open payment; then pi.payments.cancel(id). The proxy does not cancel what it did not create, because someone else may be paying it: it raises the alarm payment_blocks, and goes on when the payment has ended.',
    },
    pi: {
      known:
        'Code and text are published. Whether an open payout blocks the app, the user or nothing is not certain.',
      level: 'documented',
      source: 'READMEs of pi-apps/pi-nodejs and pi-apps/pi-ruby; pi-apps/pi-nodejs issue 26',
    },
    issues: [issue('pi-apps/pi-nodejs', 26)],
    make(steps) {
      const payment = steps.beginPayout()
      const settings = steps.set({ a2u_concurrency: 'per-app' })
      const made = `Payout ${payment.id} is open and unpaid, and blocks the payouts of its app.`
      return { made, payment, settings }
    },
  },
  'tx-never-verified': {
    summary: 'A payout is paid, and its record never shows it, however long you wait.',
    sees: 'The user has the money. Your server reads transaction null and transaction_verified false, again and again.',
    way_out: [
      'Stop waiting: Pi learns of the transaction only from complete.',
      'POST /v2/payments/{payment_id}/complete with {"txid":"{txid}"}.',
      NOT_AGAIN,
    ],
    gets_out: {
      by: ['client'],
      how: 'pi.payments.complete(id, txid). The proxy completes its own payouts as soon as a ledger has them; one of another program it leaves alone, raises an alarm and waits.',
    },
    pi: {
      known: 'Until complete, a payout shows no transaction, although money moved.',
      level: 'captured',
      source: `${LIVE}; pi-apps/pi-platform-docs issue 540`,
    },
    issues: [...docsIssues(540), issue('pi-apps/pi-nodejs', 26)],
    make(steps) {
      const payment = steps.beginPayout(1)
      const txid = steps.transfer(payment)
      const made = `Payout ${payment.id} is paid by transaction ${txid}, and Pi was not told.`
      return { made, payment, txids: [txid] }
    },
  },
  'paid-not-linked': {
    summary: 'The server stopped between the transfer and complete, and lost the txid.',
    sees: 'The user has the money. For Pi the payout is open, without a transaction; it blocks new ones and can be cancelled.',
    way_out: [
      FIND,
      'Complete the payment with the hash of that transaction: POST /v2/payments/{payment_id}/complete.',
      `${NOT_AGAIN} Do not cancel: Pi would allow it, and the money would be gone all the same.`,
    ],
    gets_out: {
      by: ['client'],
      how: 'pi.payments.complete(id, txid), once your program has found the txid on the chain. The proxy stores the signed transaction before it sends it, so it never loses the txid of a payout of its own.',
    },
    pi: {
      known:
        'getIncompleteServerPayments returns the payout without its transaction, which is needed to complete it.',
      level: 'captured',
      source: `${LIVE}; pi-apps/pi-nodejs issue 26`,
    },
    issues: [issue('pi-apps/pi-nodejs', 26)],
    make(steps) {
      const payment = steps.beginPayout(1)
      steps.transfer(payment)
      const made = `Payout ${payment.id} is paid on the chain. Its txid is not shown here: find it by the memo.`
      return { made, payment }
    },
  },
  'verification-lags': {
    summary: 'Pi needs 30 seconds to see a transaction, and refuses complete until then.',
    sees: 'The user has the money. Your server gets "not_verified" for the right transaction.',
    way_out: [
      'Wait and send the same complete again: POST /v2/payments/{payment_id}/complete with {"txid":"{txid}"}.',
      'On the mock, time can be moved: POST /_mock/clock/advance {"ms":30000}.',
      `${NOT_AGAIN} Do not cancel.`,
    ],
    gets_out: {
      by: ['proxy'],
      how: 'The proxy repeats complete until Pi accepts it. The client reports "not_verified", and your program calls it again later.',
    },
    pi: {
      known: 'The code is named by official client code. That it comes for this reason is assumed.',
      level: 'inferred',
      source: 'pi-apps/pi-nodejs, types/errors.ts (newer than the release on npm)',
    },
    issues: [],
    make(steps) {
      const payment = steps.beginPayout(1)
      const txid = steps.transfer(payment)
      const settings = steps.set({ a2u_verification_lag_ms: 30_000 })
      const made = `Payout ${payment.id} is paid by ${txid}. Pi verifies transactions 30 s after their ledger.`
      return { made, payment, txids: [txid], settings }
    },
  },
  'memo-mismatch-bricked': {
    summary: 'A payout was completed with a transaction whose memo is wrong, and is stuck forever.',
    sees: 'The user has the money. complete gets "payment_already_linked_with_a_tx", cancel gets "payment_tx_present", and the payout blocks new ones.',
    way_out: [
      'At Pi, only the core team can help. Keep the payment id {payment_id} and the txid {txid}.',
      'On the mock: POST /_mock/reset, or go on beside it with PATCH /_mock/settings {"a2u_concurrency":"off"}.',
      'Build transactions from the payment: its identifier is the memo, as text.',
    ],
    gets_out: {
      by: [],
      how: 'Nothing opens the payment again: a failed complete has linked the transaction. The proxy cannot get there, because it signs only with the id of the payment as memo.',
    },
    pi: {
      known: 'The three responses are captured.',
      level: 'captured',
      source: 'pi-apps/pi-ruby issue 4',
    },
    issues: [issue('pi-apps/pi-ruby', 4)],
    make(steps) {
      const payment = steps.beginPayout(1)
      const txid = steps.transfer(payment, 'not-the-payment-id')
      steps.actAsServer(payment, { type: 'complete', txid })
      const settings = steps.set({ a2u_concurrency: 'per-app' })
      const made = `Payout ${payment.id} is linked to ${txid}, whose memo is "not-the-payment-id".`
      return { made, payment, txids: [txid], settings }
    },
  },
  'two-transfers-one-memo': {
    summary: 'A payout was paid twice, by two transactions with the same memo.',
    sees: 'The user has the money twice. The payout can be completed with one transaction; the other one is refused.',
    way_out: [
      'Complete the payment with one of them: POST /v2/payments/{payment_id}/complete with {"txid":"{txid}"}.',
      'The other transfer is lost, unless the user sends it back. Write it down.',
      'Repeat a submission only with the same signed bytes: the chain takes them once.',
    ],
    gets_out: {
      by: [],
      how: 'The client completes the payment with one transaction, but nothing brings the other transfer back. The proxy does not pay twice: it signs again only when the first transaction can no longer get in.',
    },
    pi: {
      known: 'The chain takes two transfers with one memo, and Pi completes one.',
      level: 'inferred',
      source: 'pi-apps/pi-nodejs issue 25',
    },
    issues: [issue('pi-apps/pi-nodejs', 25)],
    make(steps) {
      const payment = steps.beginPayout(2)
      const txids = [steps.transfer(payment), steps.transfer(payment)]
      const made = `Payout ${payment.id} is paid twice, by ${txids.join(' and ')}.`
      return { made, payment, txids }
    },
  },
  'cancelled-under-us': {
    summary: 'Another program cancelled a payout that was already paid.',
    sees: 'The user has the money. complete gets "cancelled_payment", so Pi never confirms it.',
    way_out: [
      NOT_AGAIN,
      'Book it as paid, with transaction {txid}: the chain is the proof.',
      'Let only one program cancel, and only after it looked for the memo on the chain. "ongoing_payment_found" is no reason to cancel.',
    ],
    gets_out: {
      by: [],
      how: 'A cancelled payment never opens again. The proxy reports a payout of its own in this state as paid_unconfirmed, and does not pay it again.',
    },
    pi: {
      known:
        'A paid payout can be cancelled until complete. Public programs cancel whatever "ongoing_payment_found" names.',
      level: 'captured',
      source: `${LIVE}; pi-apps/pi-nodejs issues 25 and 26`,
    },
    issues: [issue('pi-apps/pi-nodejs', 26), issue('pi-apps/pi-nodejs', 25)],
    make(steps) {
      const payment = steps.beginPayout(1)
      const txid = steps.transfer(payment)
      steps.actAsServer(payment, { type: 'cancel' })
      const made = `Payout ${payment.id} is paid by ${txid} and cancelled.`
      return { made, payment, txids: [txid] }
    },
  },
  'payout-created-twice': {
    summary: 'A repeated create made a second payout for the same order.',
    sees: 'The user sees nothing yet, and is paid twice if your server pays both.',
    way_out: [
      'Read the open payouts: GET /v2/payments/incomplete_server_payments shows both, with the same metadata.',
      FIND,
      'Keep the one that is paid, else the older one, and cancel the other: POST /v2/payments/{payment_id}/cancel.',
    ],
    gets_out: {
      by: ['client'],
      how: 'pi.payments.incomplete() shows both; then pi.payments.cancel(id). With correlate, the client does not create the second. The proxy creates one payment for each idempotency key.',
    },
    pi: {
      known: 'Two open payouts of one app were seen, one of them from a retry.',
      level: 'captured',
      source: LIVE,
    },
    issues: [],
    make(steps) {
      const settings = steps.set({ a2u_concurrency: 'off' })
      const payments = [steps.beginPayout(), steps.beginPayout()] as const
      const [first, payment] = payments
      const made = `Payouts ${first.id} and ${payment.id} are for the same order; both are unpaid.`
      return { made, payment, payments, settings }
    },
  },
} as const satisfies Record<string, Preset>
