import type { ChainTransaction } from '@aloha-pi/contracts/chain'
import { DOCUMENTED_PAYMENT_ID, DOCUMENTED_TXID } from '../payments/documented-payment.ts'
import type { PaymentRecord } from '../payments/payment-record.ts'
import { BASE_FEE } from '../ledger/network-parameters.ts'
import { totalOrderId } from '../ledger/total-order-id.ts'
import { secondsToWire } from './hal-links.ts'
import { memoToWire } from './memo-wire.ts'
import { transactionLinks } from './transaction-wire.ts'

/**
 * The documented transaction while the world has its payment: it is of a time before the first ledger of the
 * mock, so it is found by hash only, and no one has its envelope. Everything but hash and memo is assumed.
 */
export function historicTransactionToWire(
  hash: string,
  payments: { find(id: string): PaymentRecord | undefined },
  url: string,
): ChainTransaction | undefined {
  if (hash !== DOCUMENTED_TXID) return undefined
  const payment = payments.find(DOCUMENTED_PAYMENT_ID)
  const paid = payment?.timeline.find(({ event }) => event === 'paid')
  if (payment?.fromAddress == null || paid == null) return undefined

  const account = payment.fromAddress
  const [ledger, token] = [1, String(totalOrderId(1, 1))]
  return {
    ...memoToWire({ type: 'text', value: Buffer.from(payment.id) }),
    _links: transactionLinks({ hash, ledger, token, account }, url),
    id: hash,
    paging_token: token,
    successful: true,
    hash,
    ledger,
    created_at: secondsToWire(paid.at),
    source_account: account,
    source_account_sequence: '1',
    fee_account: account,
    fee_charged: String(BASE_FEE),
    max_fee: String(BASE_FEE),
    operation_count: 1,
    signatures: [],
  }
}
