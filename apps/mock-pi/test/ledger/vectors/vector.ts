import type { haveLedger } from '../have-ledger.ts'
import type { OperationCode, TransactionCode } from '../../../src/ledger/transaction-result.ts'

/** Alice has 1000 Pi, bob 10; carol and dora are not on the chain, the issuer holds nothing but a name. */
export type Name = 'alice' | 'bob' | 'carol' | 'dora' | 'faucet'
export type Chain = ReturnType<typeof haveLedger>

/**
 * One transaction and what core does with it. Written down from core's sources, not from what this ledger
 * does; amounts in stroops.
 */
export type Vector = {
  name: string
  /** What happens on the chain before it arrives. */
  before?: (chain: Chain) => void
  /** Base64 of a signed envelope. */
  build: (chain: Chain) => string
  /** What happens after it was let in and before the ledger closes. */
  meanwhile?: (chain: Chain) => void
} & (
  | { ends: 'malformed' }
  /** Refused on arrival: no fee, no sequence. */
  | ({ ends: 'refused' } & Codes)
  /** Let in, and dropped without a ledger: no fee, no sequence. */
  | { ends: 'dropped' }
  | ({
      ends: 'in a ledger'
      usesSequence: boolean
      fee: bigint
      /** Balances after the ledger. */
      balances?: Partial<Record<Name, bigint>>
    } & Codes)
)

type Codes = { code: TransactionCode; operations?: OperationCode[] }

const OK = { ends: 'in a ledger', code: 'tx_success', usesSequence: true } as const

/** Applied, with one operation unless said otherwise. */
export const applied = (count = 1, balances?: Partial<Record<Name, bigint>>) => ({
  ...OK,
  operations: Array.from({ length: count }, () => 'op_success' as const),
  fee: 100_000n * BigInt(count),
  ...(balances == null ? {} : { balances }),
})

/** In a ledger, failed: fee and sequence are used, nothing else happened. */
export const failed = (operations: OperationCode[], balances?: Partial<Record<Name, bigint>>) => ({
  ends: 'in a ledger' as const,
  code: 'tx_failed' as const,
  operations,
  usesSequence: true,
  fee: 100_000n * BigInt(operations.length),
  ...(balances == null ? {} : { balances }),
})

export const refused = (code: TransactionCode, operations?: OperationCode[]) => ({
  ends: 'refused' as const,
  code,
  ...(operations == null ? {} : { operations }),
})

export const malformed = { ends: 'malformed' } as const
export const dropped = { ends: 'dropped' } as const
