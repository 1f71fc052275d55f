import type { ChainFees } from '@aloha-pi/contracts/chain'
import type { OperationExamples } from '../build/document-source.ts'
import { claimableBalance, effect, lockup } from './chain-balance-records.ts'
import {
  account,
  documentedTransaction,
  LEDGER,
  ledger,
  link,
  payment,
  signedEnvelope,
  template,
  transaction,
} from './chain-records.ts'
import { userWallet } from './identifiers.ts'

const root = {
  _links: {
    self: link('/'),
    account: template('/accounts/{account_id}'),
    fee_stats: link('/fee_stats'),
    ledgers: template('/ledgers{?cursor,limit,order}'),
    transaction: template('/transactions/{hash}'),
    transactions: template('/transactions{?cursor,limit,order}'),
  },
  horizon_version: '23.0.0',
  core_version: 'stellar-core 23.0.1',
  ingest_latest_ledger: LEDGER,
  history_latest_ledger: LEDGER,
  history_latest_ledger_closed_at: ledger.closed_at,
  history_elder_ledger: 1,
  core_latest_ledger: LEDGER,
  network_passphrase: 'Pi Testnet',
  current_protocol_version: 23,
  supported_protocol_version: 23,
  core_supported_protocol_version: 23,
}

const fee = '100000'
const percentiles = ['10', '20', '30', '40', '50', '60', '70', '80', '90', '95', '99']
const feeOf = ['max', 'min', 'mode', ...percentiles.map((each) => `p${each}`)]
// fromEntries forgets its keys; the examples are checked against the schema.
const fees = Object.fromEntries(feeOf.map((key) => [key, fee])) as ChainFees
const feeStats = {
  last_ledger: String(LEDGER),
  last_ledger_base_fee: fee,
  ledger_capacity_usage: '0.01',
  fee_charged: fees,
  max_fee: fees,
}

const page = { cursor: 'now', order: 'desc', limit: 20 }
const ofTransactions = { ...page, include_failed: 'true' }
const ofOperations = { ...ofTransactions, join: 'transactions' }

function pageOf(path: string, record: { paging_token: string }) {
  const query = (cursor: string, order: string) =>
    link(`${path}?cursor=${cursor}&limit=10&order=${order}`)
  return {
    _links: {
      self: query('', 'asc'),
      next: query(record.paging_token, 'asc'),
      prev: query(record.paging_token, 'desc'),
    },
    _embedded: { records: [record] },
  }
}

/** A list of what there is none of. */
function noneAt(path: string) {
  const at = (order: string) => link(`${path}?cursor=&limit=10&order=${order}`)
  const _links = { self: at('asc'), next: at('asc'), prev: at('desc') }
  return {
    parameters: { ...ofAccount, ...page },
    responses: { 200: { _links, _embedded: { records: [] } } },
  }
}

const transactionsAt = (path: string) => ({ responses: { 200: pageOf(path, transaction) } })
const operationsAt = (path: string) => ({ responses: { 200: pageOf(path, payment) } })
const effectsAt = (path: string) => ({ responses: { 200: pageOf(path, effect) } })
const ofBalances = { asset: 'native', sponsor: userWallet, claimant: userWallet }
const balancePath = `/claimable_balances/${claimableBalance.id}`
const ofAccount = { account_id: userWallet }
const accountPath = `/accounts/${userWallet}`
const ledgerPath = `/ledgers/${LEDGER}`
const transactionPath = `/transactions/${transaction.hash}`

export const chainExamples = {
  root: { responses: { 200: root } },
  feeStats: { responses: { 200: feeStats } },
  account: { parameters: ofAccount, responses: { 200: account } },
  accountTransactions: {
    parameters: { ...ofAccount, ...ofTransactions },
    ...transactionsAt(`${accountPath}/transactions`),
  },
  accountOperations: {
    parameters: { ...ofAccount, ...ofOperations },
    ...operationsAt(`${accountPath}/operations`),
  },
  accountPayments: {
    parameters: { ...ofAccount, ...ofOperations },
    ...operationsAt(`${accountPath}/payments`),
  },
  ledgers: { parameters: page, responses: { 200: pageOf('/ledgers', ledger) } },
  ledger: { responses: { 200: ledger } },
  ledgerTransactions: {
    parameters: ofTransactions,
    ...transactionsAt(`${ledgerPath}/transactions`),
  },
  ledgerOperations: { parameters: ofOperations, ...operationsAt(`${ledgerPath}/operations`) },
  ledgerPayments: { parameters: ofOperations, ...operationsAt(`${ledgerPath}/payments`) },
  transactions: { parameters: ofTransactions, ...transactionsAt('/transactions') },
  submit: {
    request: { tx: signedEnvelope },
    parameters: { tx: signedEnvelope },
    responses: { 200: transaction },
  },
  transaction: { responses: { 200: documentedTransaction } },
  transactionOperations: {
    parameters: ofOperations,
    ...operationsAt(`${transactionPath}/operations`),
  },
  transactionPayments: {
    parameters: ofOperations,
    ...operationsAt(`${transactionPath}/payments`),
  },
  offers: noneAt('/offers'),
  trades: noneAt('/trades'),
  liquidityPools: noneAt('/liquidity_pools'),
  assets: noneAt('/assets'),
  accountOffers: noneAt(`${accountPath}/offers`),
  accountTrades: noneAt(`${accountPath}/trades`),
  operations: { parameters: ofOperations, ...operationsAt('/operations') },
  operation: { responses: { 200: payment } },
  claimableBalances: {
    parameters: { ...ofBalances, ...page, cursor: claimableBalance.paging_token },
    responses: { 200: pageOf('/claimable_balances', claimableBalance) },
  },
  claimableBalance: { responses: { 200: claimableBalance } },
  claimableBalanceTransactions: {
    parameters: ofTransactions,
    ...transactionsAt(`${balancePath}/transactions`),
  },
  claimableBalanceOperations: {
    parameters: ofOperations,
    responses: { 200: pageOf(`${balancePath}/operations`, lockup) },
  },
  effects: { parameters: page, ...effectsAt('/effects') },
  accountEffects: {
    parameters: { ...ofAccount, ...page },
    ...effectsAt(`${accountPath}/effects`),
  },
  ledgerEffects: { parameters: page, ...effectsAt(`${ledgerPath}/effects`) },
  transactionEffects: { parameters: page, ...effectsAt(`${transactionPath}/effects`) },
  operationEffects: { parameters: page, ...effectsAt(`/operations/${payment.id}/effects`) },
  payments: { parameters: ofOperations, ...operationsAt('/payments') },
} satisfies Record<string, OperationExamples>
