import type { Payment } from '@aloha-pi/contracts/platform'

export const PAYMENT_ID = 'tG76m134ce43WkPasVL8nCWLUomS'
export const TXID = '2e161867201541d27ce138c0247e1e1c5208da96e0925851db97d368dcc52062'
export const UID = 'a1111111-aaaa-bbbb-2222-ccccccc3333d'

/** A payment as the wire sends it today. */
export function wirePayment(changes: Partial<Payment> = {}): Payment {
  return {
    identifier: PAYMENT_ID,
    user_uid: UID,
    amount: 3.14,
    memo: 'One coffee',
    metadata: { orderId: '12345' },
    from_address: 'GAORGY7GWJYSARCO7KZH3QRX2FQKD25KQSTQJPKWE7WZTEBBHTSUDAA5',
    to_address: 'GAORGY7GWJYSARCO7KZH3QRX2FQKD25KQSTQJPKWE7WZTEBBHTSUDAA5',
    direction: 'app_to_user',
    network: 'Pi Testnet',
    transaction: null,
    created_at: '2026-05-14T22:59:27.102Z',
    split_recipients: null,
    token_canonical: null,
    status: {
      developer_approved: true,
      transaction_verified: false,
      developer_completed: false,
      cancelled: false,
      user_cancelled: false,
    },
    ...changes,
  }
}
