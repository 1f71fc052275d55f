import type { ChainTransaction } from '@aloha-pi/contracts/chain'

/** What is shown of a transaction. */
export type ShownTransaction = {
  hash: string
  signature: string
  sourceAccount: string
  sequence: bigint
  memo: string
  fee: bigint
  ledger: number
  index: number
  closedAt: number
}

/** A transaction as Horizon shows it; links lead to the mock. */
export function transactionToWire(transaction: ShownTransaction, url: string): ChainTransaction {
  const { hash, ledger, sourceAccount, memo } = transaction
  const self = `${url}/transactions/${hash}`
  const token = pagingToken(transaction)
  return {
    _links: {
      self: { href: self },
      account: { href: `${url}/accounts/${sourceAccount}` },
      ledger: { href: `${url}/ledgers/${ledger}` },
      operations: { href: `${self}/operations{?cursor,limit,order}`, templated: true },
      effects: { href: `${self}/effects{?cursor,limit,order}`, templated: true },
      precedes: { href: `${url}/transactions?order=asc&cursor=${token}` },
      succeeds: { href: `${url}/transactions?order=desc&cursor=${token}` },
      transaction: { href: self },
    },
    id: hash,
    paging_token: token,
    successful: true,
    hash,
    ledger,
    created_at: new Date(transaction.closedAt).toISOString().replace(/\.\d{3}/, ''),
    source_account: sourceAccount,
    source_account_sequence: String(transaction.sequence),
    fee_account: sourceAccount,
    fee_charged: String(transaction.fee),
    max_fee: String(transaction.fee),
    operation_count: 1,
    memo,
    memo_bytes: Buffer.from(memo).toString('base64'),
    memo_type: 'text',
    signatures: [transaction.signature],
  }
}

/** Horizon's total order id of a transaction (SEP-35). */
function pagingToken({ ledger, index }: ShownTransaction): string {
  return String((BigInt(ledger) << 32n) | (BigInt(index) << 12n))
}
