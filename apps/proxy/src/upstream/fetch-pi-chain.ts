import type * as z from 'zod'
import type { ChainResult, LedgerTime, PiChain } from '../payouts/model/ports.ts'
import type { WalletTransaction } from '../payouts/model/payout.ts'
import { fetchText, type TextResponse } from './fetch-text.ts'
import {
  accountSchema,
  ledgerSchema,
  ledgersSchema,
  ledgerTimeOf,
  recordsSchema,
  snapshotOf,
  transactionPageOf,
  transactionSchema,
  walletTransactionOf,
} from './horizon-wire.ts'
import { createPageSize, MAX_BYTES } from './page-size.ts'
import { unknown } from './pi-result.ts'
import { latestLedger, readResource, readSubmitRefusal } from './read-horizon.ts'

export type ChainOperation = 'account' | 'ledger' | 'transactions' | 'transaction' | 'submit'
/** One finished call to Horizon, for metrics. */
export type ChainCall = { operation: ChainOperation; outcome: string; ms: number }

export type PiChainOptions = {
  /** Origin of Horizon. */
  horizonUrl: string
  /** Whose sequence is watched for bumps. */
  wallet: string
  fetch: typeof globalThis.fetch
  timeoutMs: number
  clock: () => number
  observe: (call: ChainCall) => void
}

/** Pi's, until a ledger says otherwise. */
const BASE_RESERVE = 4_900_000n

/**
 * The chain over fetch, because Stellar's own client hides `Latest-Ledger`. Whatever is not exactly the
 * response that was asked for is `unknown`.
 */
export function createPiChain(options: PiChainOptions): PiChain {
  const { wallet } = options
  const ask = createAsk(options)
  let baseReserve = BASE_RESERVE
  const pageSize = createPageSize()

  return {
    async account(address) {
      const response = await ask('account', `/accounts/${address}`)
      const account = readResource(response, accountSchema)
      if (!isRead(account)) return account
      if (account.value.account_id !== address) return unusable
      const ledger = latestLedger(response)
      return ledger === 'unrecognised'
        ? unusable
        : okOrUnusable(snapshotOf(account.value, ledger, baseReserve))
    },

    async ledger(which) {
      const ledger = await askLedger(ask, which)
      if (!isRead(ledger)) return ledger
      if (which !== 'latest' && ledger.value.sequence !== which) return unusable
      baseReserve = BigInt(ledger.value.base_reserve_in_stroops)
      return okOrUnusable<LedgerTime>(ledgerTimeOf(ledger.value))
    },

    async walletTransactions(address, cursor) {
      const { limit, maxBytes } = pageSize.next()
      const query = new URLSearchParams({
        order: 'asc',
        include_failed: 'true',
        limit: String(limit),
        ...(cursor != null && { cursor }),
      })
      const path = `/accounts/${address}/transactions?${query}`
      const response = await ask('transactions', path, { maxBytes })
      pageSize.note({ isTooLarge: response.kind === 'lost' && response.isTooLarge })
      const page = readResource(response, recordsSchema)
      if (!isRead(page)) return page
      const { records } = page.value._embedded
      return okOrUnusable(await transactionPageOf(records, { wallet, cursor, limit }))
    },

    async transaction(hash) {
      const response = await ask('transaction', `/transactions/${hash}`)
      const record = readResource(response, transactionSchema)
      if (!isRead(record)) return record
      if (record.value.hash !== hash) return unusable
      return okOrUnusable<WalletTransaction>(await walletTransactionOf(record.value, wallet))
    },

    async submit({ hash, xdr }) {
      const body = new URLSearchParams({ tx: xdr })
      const response = await ask('submit', '/transactions', { init: { method: 'POST', body } })
      const refused = readSubmitRefusal(response)
      if (refused != null) return refused
      const record = readResource(response, transactionSchema)
      if (!isRead(record)) return record.kind === 'unknown' ? record : unusable
      const { value } = record
      const transaction = value.hash === hash ? await walletTransactionOf(value, wallet) : null
      return transaction?.successful === true ? { kind: 'applied', transaction } : unusable
    },
  }
}

type Ask = (
  operation: ChainOperation,
  path: string,
  options?: { init?: RequestInit; maxBytes?: number },
) => Promise<TextResponse>

function createAsk({ horizonUrl, fetch, timeoutMs, clock, observe }: PiChainOptions): Ask {
  return async (operation, path, { init = {}, maxBytes = MAX_BYTES } = {}) => {
    const startedAt = clock()
    const url = `${horizonUrl}${path}`
    const response = await fetchText(fetch, { url, init, timeoutMs, maxBytes })
    const outcome = response.kind === 'lost' ? response.cause : String(response.status)
    observe({ operation, outcome, ms: clock() - startedAt })
    return response
  }
}

async function askLedger(
  ask: Ask,
  which: number | 'latest',
): Promise<ChainResult<z.infer<typeof ledgerSchema>>> {
  if (which !== 'latest')
    return readResource(await ask('ledger', `/ledgers/${which}`), ledgerSchema)
  const page = readResource(await ask('ledger', '/ledgers?order=desc&limit=1'), ledgersSchema)
  if (!isRead(page)) return page
  const [newest] = page.value._embedded.records
  return newest == null ? unusable : { kind: 'ok', value: newest }
}

const unusable = unknown('unusable')

function okOrUnusable<Value>(value: Value | null): ChainResult<Value> {
  return value == null ? unusable : { kind: 'ok', value }
}

function isRead<Value>(result: ChainResult<Value>): result is { kind: 'ok'; value: Value } {
  return result.kind === 'ok'
}
