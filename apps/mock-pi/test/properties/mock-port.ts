import type { World } from '../../src/world.ts'

/** An answer as the caller reads it. */
export type Answer = { status: number; body: unknown }

/** A call of one operation of the contracts. */
export type Call = {
  route: { method: string; path: string; responses: Record<number, unknown> }
  /** Server API key. */
  key?: string
  /** Access token of a user. */
  token?: string
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
}

/** A mock under test, wherever it runs. */
export type MockPort = {
  /** Where its links lead. */
  url: string
  send(call: Call): Promise<Answer>
  /** Sets the real time under the mock's clock. */
  setTime(ms: number): void
  /** The payments in the ledgers since the world began, by hash of their transaction. */
  onChain(): ReadonlyMap<string, ChainPayment>
}

/** What a ledger has of a payment. */
export type ChainPayment = {
  from: string
  to: string
  amount: bigint
  memo: string
  network: string
}

/** When every world of these tests begins. */
export const START = Date.UTC(2026, 0, 1)

/** Everything that the ledgers of a world have. */
export function readChain({ ledger }: World): ReadonlyMap<string, ChainPayment> {
  const every = { order: 'asc', limit: 10_000 } as const
  const transactions = ledger.view().transactions({ includeFailed: false }, every)
  return new Map(
    transactions.flatMap(({ envelope: { hash, source, memo, operations, network } }) => {
      const [operation] = operations
      if (operation?.type !== 'payment' || memo.type !== 'text') return []
      const { to, amount } = operation
      const text = memo.value.toString()
      return [[hash, { from: source.address, to: to.address, amount, memo: text, network }]]
    }),
  )
}
