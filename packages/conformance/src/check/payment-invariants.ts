import { parsePiAmount, type Payment } from '@aloha-pi/contracts/platform'

/** What holds of every payment that a server shows, whatever happened to it; each says how it is broken. */
type Invariant = { sentence: string; isBroken(payment: Payment): boolean }

const ADDRESS = /^G[A-Z2-7]{55}$/
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

const isCancelled = ({ status }: Payment) => status.cancelled || status.user_cancelled

const invariants: readonly Invariant[] = [
  {
    sentence: 'the amount is not above 0 with at most 7 decimals',
    isBroken({ amount }) {
      const parsed = parsePiAmount(amount)
      return !parsed.ok || parsed.stroops === 0n
    },
  },
  {
    sentence: 'transaction_verified is true without a transaction',
    isBroken: ({ status, transaction }) => status.transaction_verified && transaction == null,
  },
  {
    sentence: 'transaction.verified and status.transaction_verified contradict each other',
    isBroken: ({ status, transaction }) =>
      transaction != null && transaction.verified !== status.transaction_verified,
  },
  {
    sentence: 'developer_completed is true and transaction_verified is not',
    isBroken: ({ status }) => status.developer_completed && !status.transaction_verified,
  },
  {
    sentence: 'developer_completed is true and developer_approved is not',
    isBroken: ({ status }) => status.developer_completed && !status.developer_approved,
  },
  {
    sentence: 'it is completed and cancelled',
    isBroken: (payment) => payment.status.developer_completed && isCancelled(payment),
  },
  {
    sentence: 'it is cancelled although it has a transaction',
    isBroken: (payment) => payment.transaction != null && isCancelled(payment),
  },
  {
    sentence: 'a user-to-app payment has a transaction but was not approved',
    isBroken: ({ direction, status, transaction }) =>
      direction === 'user_to_app' && transaction != null && !status.developer_approved,
  },
  {
    sentence: 'an app-to-user payment is not approved, though it must be from its creation',
    isBroken: ({ direction, status }) => direction === 'app_to_user' && !status.developer_approved,
  },
  {
    sentence: 'an app-to-user payment has no from_address',
    isBroken: ({ direction, from_address: from }) => direction === 'app_to_user' && from === '',
  },
  {
    sentence: 'from_address is empty although it has a transaction',
    isBroken: ({ from_address: from, transaction }) => transaction != null && from === '',
  },
  {
    sentence: 'from_address or to_address is not a wallet address',
    isBroken: ({ from_address: from, to_address: to }) =>
      (from !== '' && !ADDRESS.test(from)) || !ADDRESS.test(to),
  },
  {
    sentence: "transaction._link is not the transaction's URL",
    isBroken: ({ transaction }) =>
      transaction != null && !transaction._link.endsWith(`/transactions/${transaction.txid}`),
  },
  {
    sentence: 'created_at is not a UTC time with milliseconds',
    isBroken: ({ created_at: at }) => at != null && !ISO.test(at),
  },
  {
    sentence: 'a field and its spelling of the community guide contradict each other',
    isBroken: ({ user_uid: uid, Pioneer_uid: guideUid = uid, status }) =>
      guideUid !== uid ||
      (status.canceled ?? status.cancelled) !== status.cancelled ||
      (status.Pioneer_cancelled ?? status.user_cancelled) !== status.user_cancelled,
  },
]

/** What is wrong with a payment by itself. */
export function brokenInvariants(payment: Payment): string[] {
  return invariants
    .filter(({ isBroken }) => isBroken(payment))
    .map(({ sentence }) => `payment ${payment.identifier}: ${sentence}`)
}
