import { loadStellar } from '../../src/wallet/stellar.ts'

const stellar = await loadStellar()
const { Account, Asset, Keypair, Memo, Operation, TransactionBuilder } = stellar

const walletKeys = Keypair.random()
export const WALLET = walletKeys.publicKey()
export const STRANGER = Keypair.random().publicKey()
export { stellar }

type Operations = Parameters<InstanceType<typeof TransactionBuilder>['addOperation']>[0][]

/** A signed envelope of real operations. */
export function signedEnvelope(operations: Operations, { source = WALLET, memo = 'memo' } = {}) {
  const builder = new TransactionBuilder(new Account(source, '100'), {
    fee: '100000',
    networkPassphrase: 'Pi Testnet',
    memo: Memo.text(memo),
    timebounds: { minTime: 0, maxTime: 1_800_000_000 },
  })
  for (const operation of operations) builder.addOperation(operation)
  const transaction = builder.build()
  transaction.sign(walletKeys)
  return { xdr: transaction.toXdr(), hash: Buffer.from(transaction.hash()).toString('hex') }
}

export const pay = (wish: { destination?: string; source?: string; asset?: typeof native } = {}) =>
  Operation.payment({ destination: STRANGER, asset: native, amount: '3.14', ...wish })
const native = Asset.native()
export const otherAsset = () => new Asset('GOLD', STRANGER)
export const bump = (to: string, source?: string) =>
  Operation.bumpSequence({ bumpTo: to, ...(source != null && { source }) })

/** A transaction as Horizon shows it. */
export function transactionRecord(
  envelope: { xdr: string; hash: string },
  wish: Record<string, unknown> = {},
) {
  return {
    _links: {},
    id: envelope.hash,
    paging_token: '42949677056',
    successful: true,
    hash: envelope.hash,
    ledger: 10,
    created_at: '2026-11-20T10:00:05Z',
    source_account: WALLET,
    source_account_sequence: '101',
    fee_account: WALLET,
    fee_charged: '100000',
    max_fee: '100000',
    operation_count: 1,
    envelope_xdr: envelope.xdr,
    memo_type: 'text',
    memo: 'memo',
    signatures: [],
    ...wish,
  }
}

export function accountRecord(wish: Record<string, unknown> = {}) {
  return {
    _links: {},
    id: WALLET,
    account_id: WALLET,
    sequence: '100',
    subentry_count: 1,
    last_modified_ledger: 70,
    balances: [
      { balance: '7.0000000', asset_type: 'credit_alphanum4', asset_code: 'GOLD' },
      { balance: '100.0000001', asset_type: 'native', selling_liabilities: '1.0000000' },
    ],
    ...wish,
  }
}

export function ledgerRecord(wish: Record<string, unknown> = {}) {
  return {
    sequence: 10,
    closed_at: '2026-11-20T10:00:05Z',
    base_reserve_in_stroops: 4_900_000,
    ...wish,
  }
}

export function pageOf(...records: unknown[]) {
  return { _links: {}, _embedded: { records } }
}
