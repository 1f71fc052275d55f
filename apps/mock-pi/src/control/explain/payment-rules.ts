import type { PaymentRefusal } from '../../payments/payment-record.ts'
import type { RuleText } from './rule-text.ts'

const READ =
  'Read the payment first: GET /v2/payments/ID shows its state. Then do what that state needs.'
const NEW_PAYMENT =
  'Let the user begin a new payment, and approve it as soon as your server gets its id.'
const STUCK =
  'Nothing opens this payment again: a transaction is linked that does not match. On the mock, reset the world. At Pi, only the core team can help.'
const BUILD_RIGHT =
  'Build the transaction from the payment that Pi returned: memo (text) = its identifier, destination = to_address, source = from_address, amount = amount, one payment operation of Pi.'

const mismatch = (what: string): RuleText => ({
  why: `The transaction that your server named ${what}. Pi compares the transaction with the payment when the server calls complete. The failing call has linked the two all the same.`,
  next: [BUILD_RIGHT, STUCK],
})

const ofStates: Record<PaymentRefusal, RuleText> = {
  already_approved: {
    why: "The server approved this payment before. Pi's browser SDK repeats its callback about every 10 seconds, so servers often approve twice.",
    next: ['Treat this as success: the payment is approved.', READ],
  },
  already_completed: {
    why: 'The payment is completed: the money has moved, and the server has said so before. This often follows a complete whose response was lost.',
    next: [
      'Read the payment, compare its txid with yours, and treat it as done if they are the same.',
    ],
  },
  already_paid: {
    why: 'The payment has a transaction already, so it is not paid again.',
    next: ['Call complete with the txid that the payment shows.'],
  },
  app_to_user: {
    why: 'The payment goes from the app to a user. The user has nothing to do in it.',
    next: [
      "The app's server signs the transaction, submits it to the blockchain and calls complete.",
    ],
  },
  cancelled: {
    why: 'The server cancelled the payment before. A cancelled payment never opens again.',
    next: [NEW_PAYMENT],
  },
  cancelled_by_user: {
    why: 'The user closed the wallet without paying.',
    next: [NEW_PAYMENT],
  },
  expired: {
    why: 'The server did not approve the payment in time. Pi gives it 60 seconds after the user began.',
    next: [
      NEW_PAYMENT,
      'Call approve at once in the handler of onReadyForServerApproval, before any slow work.',
      'To test without the limit: PATCH /_mock/settings {"approval_timeout_ms":…} or freeze the clock.',
    ],
  },
  replaced: {
    why: 'The user began another payment with this app, and Pi cancelled the unpaid one.',
    next: ['Go on with the newer payment: GET /_mock/payments lists both.'],
  },
  not_approved: {
    why: 'Only an approved payment can be paid or completed, and the server has not approved this one.',
    next: ['POST /v2/payments/ID/approve, with the API key of the app.'],
  },
  not_due: {
    why: 'The time to approve the payment is not over yet.',
    next: ['Approve it, or advance the clock of the mock: POST /_mock/clock/advance.'],
  },
  not_settled: {
    why: 'The ledger with the transaction closed a moment ago, and Pi has not verified it yet (setting a2u_verification_lag_ms).',
    next: ['Wait a few seconds and call complete again with the same txid.'],
  },
  not_verified: {
    why: 'The user has not paid yet, so there is no transaction to complete the payment with.',
    next: [
      'Wait for onReadyForServerCompletion in the browser; it brings the txid.',
      'On the mock, POST /_mock/payments/ID/pay pays as the user.',
    ],
  },
  pending: {
    why: 'The user has an open payment with this app, and a new one cannot begin before it ends.',
    next: [
      'The response names the open payment. If it has a transaction, call complete with its txid; otherwise cancel it.',
      'In the browser, handle onIncompletePaymentFound: it brings the same payment after each sign-in.',
    ],
  },
  tx_present: {
    why: 'A transaction is recorded for the payment, so the money may have moved, and Pi does not cancel it.',
    next: ['Call complete with the txid of the payment.'],
  },
  txid_mismatch: {
    why: 'The payment was settled by another transaction than the one that your server named.',
    next: ['Read the payment and use the txid that it shows.'],
  },
  underfunded: {
    why: 'The wallet of the user holds too little: amount, fee of 0.01 Pi and reserve of 0.98 Pi.',
    next: ['POST /_mock/ledger/fund {"address":…,"amount":…} gives the wallet Pi.'],
  },
  tx_memo_payment_identifier_mismatch: mismatch('does not have the payment id as its memo'),
  payment_already_linked_with_a_tx: {
    why: 'An earlier complete named a transaction that does not match, and Pi has linked it with the payment.',
    next: [STUCK, BUILD_RIGHT],
  },
  tx_not_found: {
    why: 'No ledger has the transaction. It may be on its way, or it was never submitted.',
    next: [
      'Look for its hash at GET /transactions/HASH of the blockchain. Call complete once it is there.',
      'Do not build a second transaction before the time bound of the first is over: both could be paid.',
    ],
  },
  tx_failed: mismatch('failed on the blockchain'),
  tx_operation_mismatch: mismatch('is not exactly one payment of Pi'),
  tx_source_mismatch: mismatch("is not from the app's wallet"),
  tx_destination_mismatch: mismatch("does not pay the user's wallet"),
  tx_amount_mismatch: mismatch('pays another amount'),
}

/** Rules about payments and users, by their names. */
export const paymentRules: Record<string, RuleText> = {
  ...Object.fromEntries(Object.entries(ofStates).map(([name, text]) => [`payment/${name}`, text])),
  'payment/a2u_on_mainnet': {
    why: 'This mock is on the network "Pi Network", and Pi documents app-to-user payments for the Testnet only.',
    next: ['Start the mock with --network "Pi Testnet", or set a2u_on_mainnet to true.'],
  },
  'payment/not_found': {
    why: 'No payment of this app has the id. A payment of another app looks the same, and so does a txid in the place of the id.',
    next: [
      'Check that the id is the identifier of the payment, 28 letters and digits.',
      'Check that the API key belongs to the app of the payment: GET /_mock/payments lists all with their apps.',
      'After a reset of the mock, earlier payments are gone.',
    ],
  },
  'payment/of_another_app': {
    why: 'The payment belongs to another app than the API key (setting foreign_payment).',
    next: ['Use the API key of the app that the payment belongs to.'],
  },
  'payment/ongoing': {
    why: 'The app has an app-to-user payment that is not finished. Pi lets it begin no other one before that.',
    next: [
      'The response has the open payment in "payment". Look on the blockchain for a transaction with its identifier as memo.',
      'If there is one, call complete with its hash: the user is paid already. Only if there is none and none can follow, cancel it.',
      'Never complete or cancel it unseen: both ways apps have paid twice.',
    ],
  },
  'payment/token': {
    why: 'The payment asks for a token, and this mock has payments of Pi only.',
    next: ['Leave tokenCanonical out.'],
  },
  'payment/too_many': {
    why: 'The mock keeps a limited number of open payments.',
    next: ['Complete or cancel some, or POST /_mock/reset.'],
  },
  'user/missing_scope': {
    why: 'The user has not allowed the app this scope. The status 401 is not about your API key.',
    next: [
      'Ask for the scope in Pi.authenticate: "payments" to pay, "wallet_address" to be paid.',
      'On the mock: POST /_mock/sign-in {"username":"alice","scopes":["username","payments","wallet_address"]}.',
    ],
  },
  'user/missing_wallet': {
    why: 'The user has no wallet yet.',
    next: ['Use another user: POST /_mock/users makes one with a wallet.'],
  },
  'user/not_found': {
    why: 'No user of this app has the uid. A uid belongs to one user and one app, and it changes when the user revokes the app and signs in again.',
    next: [
      'Take the uid from GET /v2/me with an access token of this app.',
      'GET /_mock/users shows the uid of each user in each app.',
    ],
  },
  'ads/not_found': {
    why: 'No ad of this app has the id.',
    next: ['POST /_mock/ads makes one.'],
  },
}
