import type { Payment } from '@aloha-pi/contracts'

export const TXID = 'a'.repeat(64)
export const OTHER_TXID = 'b'.repeat(64)

export type PiState = 'created' | 'approved' | 'paid' | 'completed' | 'cancelled' | 'user_cancelled'

/** A user-to-app payment as Pi sends it, in the given state. */
export function piPayment(state: PiState, wish: Partial<Payment> = {}): Payment {
  const isPaid = state === 'paid' || state === 'completed'
  return {
    identifier: 'PaymentOfTheTests01',
    user_uid: 'a1111111-aaaa-bbbb-2222-ccccccc3333d',
    amount: 3.14,
    memo: 'One coffee',
    metadata: { orderId: '1' },
    from_address: '',
    to_address: 'GDVLL2KBB3EPBM3LQ4PYBEY7KCPOIV6Q576EYYKIKQ75QDFWPDH5DPCY',
    direction: 'user_to_app',
    status: {
      developer_approved: isPaid || state === 'approved',
      transaction_verified: isPaid,
      developer_completed: state === 'completed',
      cancelled: state === 'cancelled',
      user_cancelled: state === 'user_cancelled',
    },
    transaction: isPaid
      ? { txid: TXID, verified: true, _link: `https://api.testnet.minepi.com/transactions/${TXID}` }
      : null,
    created_at: '2026-01-01T00:00:00.000Z',
    network: 'Pi Testnet',
    split_recipients: null,
    token_canonical: null,
    ...wish,
  }
}
