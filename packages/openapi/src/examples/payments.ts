import type { Payment } from '@aloha-pi/contracts/platform'
import { appWallet, paymentId, txid, uid, userWallet } from './identifiers.ts'

const nothingYet = {
  developer_approved: false,
  transaction_verified: false,
  developer_completed: false,
  cancelled: false,
  user_cancelled: false,
}
const transaction = {
  txid,
  verified: true,
  _link: `https://api.testnet.minepi.com/transactions/${txid}`,
}

/** What the request examples ask for. */
export const requestedPayment = {
  amount: 3.14,
  memo: 'Payment for product XYZ',
  metadata: { orderId: '12345', productId: 'xyz-001' },
}

/** A user-to-app payment through its life. */
export const createdPayment: Payment = {
  identifier: paymentId,
  user_uid: uid,
  ...requestedPayment,
  from_address: '',
  to_address: appWallet,
  direction: 'user_to_app',
  status: nothingYet,
  transaction: null,
  created_at: '2026-11-20T09:30:00.000Z',
  network: 'Pi Testnet',
  split_recipients: null,
  token_canonical: null,
}
export const approvedPayment: Payment = {
  ...createdPayment,
  status: { ...nothingYet, developer_approved: true },
}
export const paidPayment: Payment = {
  ...approvedPayment,
  from_address: userWallet,
  status: { ...approvedPayment.status, transaction_verified: true },
  transaction,
}
export const completedPayment: Payment = {
  ...paidPayment,
  status: { ...paidPayment.status, developer_completed: true },
}
export const cancelledPayment: Payment = {
  ...createdPayment,
  status: { ...nothingYet, cancelled: true },
}

/** An app-to-user payment: approved from the start, without a transaction until it is completed. */
export const openPayout: Payment = {
  ...approvedPayment,
  from_address: appWallet,
  to_address: userWallet,
  direction: 'app_to_user',
}
export const completedPayout: Payment = {
  ...openPayout,
  status: completedPayment.status,
  transaction,
}
export const cancelledPayout: Payment = {
  ...openPayout,
  status: { ...openPayout.status, cancelled: true },
}
