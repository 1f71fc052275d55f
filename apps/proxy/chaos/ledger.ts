import { TransactionBuilder } from '@stellar/stellar-sdk'

export type LedgerTransaction = {
  hash: string
  paging_token: string
  successful: boolean
  ledger: number
  memo?: string
  source_account: string
  source_account_sequence: string
  created_at: string
  fee_charged: string
}
export type LedgerPayment = {
  paging_token: string
  type: string
  from?: string
  to?: string
  amount?: string
  transaction_hash: string
}
export type PiPayment = {
  identifier: string
  metadata: { order?: string } | null
  direction: string
  to_address: string
  status: { developer_completed: boolean; cancelled: boolean; user_cancelled: boolean }
  transaction: { txid: string } | null
}
export type Envelope = { hash: string; memo: string; sequence: bigint; maxTime: number }
/** An envelope that came to Horizon, and what was true then. */
export type Arrival = Envelope & {
  at: number
  /** Whether its row was committed; undefined: the database could not be asked. */
  stored: boolean | undefined
  /** The newest ledger, and when it closed (s since 1970). */
  ledger: number
  closedAt: number
}
export type MockLedger = ReturnType<typeof readMock>

/** Reads a mock at its own address, past every fault. */
export function readMock(url: string, wallet: string) {
  const get = async <Body>(path: string): Promise<Body> => {
    const response = await fetch(`${url}${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    // The mock's responses are checked against their contracts in its own tests.
    return (await response.json()) as Body
  }
  const all = async <Rec extends { paging_token: string }>(path: string): Promise<Rec[]> => {
    const records: Rec[] = []
    for (;;) {
      const cursor = records.at(-1)?.paging_token ?? ''
      const page = await get<{ _embedded: { records: Rec[] } }>(
        `/accounts/${wallet}/${path}?limit=200&order=asc&include_failed=true&cursor=${cursor}`,
      )
      records.push(...page._embedded.records)
      if (page._embedded.records.length < 200) return records
    }
  }
  return {
    /** The newest ledger, whatever replicas show. */
    async newest() {
      type Ledger = { latest: { sequence: number; closed_at: string } }
      const { latest } = await get<Ledger>('/_mock/ledger')
      return { sequence: latest.sequence, closedAt: Date.parse(latest.closed_at) / 1000 }
    },
    async balance(): Promise<bigint> {
      type Account = { balances: { asset_type: string; balance: string }[] }
      const { balances } = await get<Account>(`/accounts/${wallet}`)
      return toStroops(balances.find(({ asset_type: type }) => type === 'native')?.balance ?? '0')
    },
    transactions: () => all<LedgerTransaction>('transactions'),
    payments: () => all<LedgerPayment>('payments'),
    async piPayments(): Promise<PiPayment[]> {
      const payments: PiPayment[] = []
      let before = ''
      for (;;) {
        type Page = { payments: { payment: PiPayment }[]; next: string | null }
        const page = await get<Page>(`/_mock/payments?limit=200${before}`)
        payments.push(...page.payments.map(({ payment }) => payment))
        if (page.next == null) return payments
        before = `&before=${page.next}`
      }
    },
  }
}

export function toStroops(amount: string): bigint {
  return BigInt(amount.replace('.', ''))
}

/** From the body of `POST /transactions`. */
export function readArrival(body: string): Envelope {
  const envelope = new URLSearchParams(body).get('tx') ?? ''
  const transaction = TransactionBuilder.fromXDR(envelope, 'Pi Testnet')
  if (!('sequence' in transaction)) throw new Error('A fee bump, which nothing here makes')
  return {
    hash: Buffer.from(transaction.hash()).toString('hex'),
    memo: String(transaction.memo.value ?? ''),
    sequence: BigInt(transaction.sequence),
    maxTime: Number(transaction.timeBounds?.maxTime ?? 0),
  }
}
