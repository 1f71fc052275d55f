import type { ChainTransaction } from '@aloha-pi/contracts/chain'
import type { OperationExamples } from '../document-source.ts'
import { paymentId, txid, userWallet } from './identifiers.ts'

const link = (path: string) => ({ href: `http://127.0.0.1:3141${path}` })
const template = (path: string) => ({ ...link(path), templated: true })

const root = {
  _links: {
    self: link('/'),
    account: template('/accounts/{account_id}'),
    fee_stats: link('/fee_stats'),
    ledgers: template('/ledgers{?cursor,limit,order}'),
    transaction: template('/transactions/{hash}'),
    transactions: template('/transactions{?cursor,limit,order}'),
  },
  horizon_version: '2.23.1-6def2295c2e739883f028b5098c30d82969a94a5',
  core_version: 'stellar-core 19.6.0',
  ingest_latest_ledger: 25_933_848,
  history_latest_ledger: 25_933_848,
  history_latest_ledger_closed_at: '2026-11-20T09:30:20Z',
  history_elder_ledger: 1,
  core_latest_ledger: 25_933_848,
  network_passphrase: 'Pi Testnet',
  current_protocol_version: 19,
  supported_protocol_version: 19,
  core_supported_protocol_version: 19,
}

const transaction: ChainTransaction = {
  _links: { self: link(`/transactions/${txid}`), ledger: link('/ledgers/25933848') },
  id: txid,
  paging_token: '111385028996268032',
  successful: true,
  hash: txid,
  ledger: 25_933_848,
  created_at: '2026-11-20T09:30:20Z',
  source_account: userWallet,
  source_account_sequence: '83899420168423506',
  fee_account: userWallet,
  fee_charged: '100000',
  max_fee: '100000',
  operation_count: 1,
  memo_type: 'text',
  memo: paymentId,
  memo_bytes: 'UktvOUR5eXpZbW1ucTRyb1MxaW5meHkxcWM0bQ==',
  signatures: [
    '1rfXo9bJmZ0mDkqKuhB1Ks7eVqZPJQ3yFqvCOd6t8mJ3m4y8nJYtH5bq8pWnGbHnqS3H4oA7M4nXb5C6Zr9QAg==',
  ],
}

export const chainExamples = {
  root: { responses: { 200: root } },
  transaction: { responses: { 200: transaction } },
} satisfies Record<string, OperationExamples>
