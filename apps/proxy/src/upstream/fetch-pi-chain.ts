import { chainProblems, LATEST_LEDGER_HEADER } from '@aloha-pi/contracts/chain'
import type * as z from 'zod'
import type {
  ChainResult,
  LedgerTime,
  PiChain,
  SubmitResult,
  Unknown,
} from '../payouts/model/ports.ts'
import type { WalletTransaction } from '../payouts/model/payout.ts'
import { fetchText, type TextAnswer } from './fetch-text.ts'
import {
  accountSchema,
  ledgerSchema,
  ledgersSchema,
  ledgerTimeOf,
  problemSchema,
  recordsSchema,
  snapshotOf,
  transactionSchema,
  walletTransactionOf,
} from './horizon-wire.ts'
import { readRetryAfter } from './retry-after.ts'

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

/** Bytes of an answer, after decompression. */
const MOST_BYTES = 262_144
/** One transaction of a hundred operations must fit: nothing is smaller than it. */
const MOST_BYTES_OF_ONE = 4 * MOST_BYTES
/** Transactions of strangers may be large: a page that does not fit is asked for again, smaller. */
const PAGE_SIZES = [50, 10, 1] as const
/** So many smaller pages are read before a larger one is tried again: they lead past what was too large. */
const SMALL_PAGES = 20
/** As Horizon writes them; anything else could be a page, or too much for the database. */
const RESULT_CODE = /^[a-z][a-z_]{0,63}$/
/** Pi's, until a ledger says otherwise. */
const BASE_RESERVE = 4_900_000n

/**
 * The chain over fetch, because Stellar's own client hides `Latest-Ledger`. Whatever is not exactly the
 * answer that was asked for is `unknown`.
 */
export function createPiChain(options: PiChainOptions): PiChain {
  const { wallet } = options
  const ask = createAsk(options)
  let baseReserve = BASE_RESERVE
  let pageSize = 0
  let smallPages = 0

  return {
    async account(address) {
      const answer = await ask('account', `/accounts/${address}`)
      const account = read(answer, accountSchema)
      if (!isRead(account)) return account
      if (account.value.account_id !== address) return unusable
      const ledger = latestLedger(answer)
      return ledger === 'odd'
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
      const limit = PAGE_SIZES[pageSize] ?? 1
      const query = new URLSearchParams({
        order: 'asc',
        include_failed: 'true',
        limit: String(limit),
        ...(cursor != null && { cursor }),
      })
      const mostBytes = limit === 1 ? MOST_BYTES_OF_ONE : MOST_BYTES
      const path = `/accounts/${address}/transactions?${query}`
      const answer = await ask('transactions', path, {}, mostBytes)
      const isTooLarge = answer.kind === 'lost' && answer.isTooLarge
      smallPages = isTooLarge ? 0 : smallPages + 1
      if (isTooLarge) pageSize = Math.min(pageSize + 1, PAGE_SIZES.length - 1)
      else if (pageSize > 0 && smallPages >= SMALL_PAGES) {
        pageSize -= 1
        smallPages = 0
      }
      const page = read(answer, recordsSchema)
      if (!isRead(page)) return page
      const { records } = page.value._embedded
      const transactions = await Promise.all(
        records.map((each) => walletTransactionOf(each, wallet)),
      )
      const known = transactions.filter((each) => each != null)
      if (known.length < records.length || !isAscending(known, cursor)) return unusable
      return { kind: 'ok', value: { transactions: known, isFull: records.length >= limit } }
    },

    async transaction(hash) {
      const answer = await ask('transaction', `/transactions/${hash}`)
      const record = read(answer, transactionSchema)
      if (!isRead(record)) return record
      if (record.value.hash !== hash) return unusable
      return okOrUnusable<WalletTransaction>(await walletTransactionOf(record.value, wallet))
    },

    async submit({ hash, xdr }) {
      const body = new URLSearchParams({ tx: xdr })
      const answer = await ask('submit', '/transactions', { method: 'POST', body })
      const refused = readRefusal(answer)
      if (refused != null) return refused
      const record = read(answer, transactionSchema)
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
  init?: RequestInit,
  mostBytes?: number,
) => Promise<TextAnswer>

function createAsk({ horizonUrl, fetch, timeoutMs, clock, observe }: PiChainOptions): Ask {
  return async (operation, path, init = {}, mostBytes = MOST_BYTES) => {
    const startedAt = clock()
    const limits = { timeoutMs, mostBytes }
    const answer = await fetchText(fetch, `${horizonUrl}${path}`, init, limits)
    const outcome = answer.kind === 'lost' ? answer.cause : String(answer.status)
    observe({ operation, outcome, ms: clock() - startedAt })
    return answer
  }
}

async function askLedger(
  ask: Ask,
  which: number | 'latest',
): Promise<ChainResult<z.infer<typeof ledgerSchema>>> {
  if (which !== 'latest') return read(await ask('ledger', `/ledgers/${which}`), ledgerSchema)
  const page = read(await ask('ledger', '/ledgers?order=desc&limit=1'), ledgersSchema)
  if (!isRead(page)) return page
  const [newest] = page.value._embedded.records
  return newest == null ? unusable : { kind: 'ok', value: newest }
}

const unusable: Unknown = { kind: 'unknown', cause: 'unusable', retryAfterMs: null }

function okOrUnusable<Value>(value: Value | null): ChainResult<Value> {
  return value == null ? unusable : { kind: 'ok', value }
}

function isRead<Value>(result: ChainResult<Value>): result is { kind: 'ok'; value: Value } {
  return result.kind === 'ok'
}

/** A 200 of the shape, Horizon's own 404, or nothing that can be used. */
function read<Schema extends z.ZodType>(
  answer: TextAnswer,
  schema: Schema,
): ChainResult<z.infer<Schema>> {
  if (answer.kind === 'lost') return { kind: 'unknown', cause: answer.cause, retryAfterMs: null }
  const { status, headers, text } = answer
  if (status === 200) {
    const parsed = schema.safeParse(parseJson(text))
    return parsed.success ? { kind: 'ok', value: parsed.data } : unusable
  }
  if (status === 404 && isProblem(text, 'not_found')) return { kind: 'absent' }
  if (status === 410) return { kind: 'pruned' }
  if (status !== 429 && status !== 503) return unusable
  return { kind: 'unknown', cause: 'busy', retryAfterMs: readRetryAfter(headers) }
}

/** Undefined when the answer is no refusal of Horizon's own: then it proves nothing at all. */
function readRefusal(answer: TextAnswer): SubmitResult | undefined {
  if (answer.kind === 'lost') return undefined
  const { status, headers, text } = answer
  const notForwarded = { kind: 'not_forwarded', retryAfterMs: readRetryAfter(headers) } as const
  if (status === 429) return notForwarded
  const problem = problemSchema.safeParse(parseJson(text))
  if (!problem.success || problem.data.status !== status) return undefined
  if (status === 403 || (status === 503 && isProblem(text, 'stale_history'))) return notForwarded
  if (status !== 400) return undefined
  const codes = problem.data.extras?.result_codes
  if (codes?.transaction != null) {
    const { transaction: code, operations = [] } = codes
    const isOdd = ![code, ...operations].every((each) => RESULT_CODE.test(each))
    return isOdd ? undefined : { kind: 'refused', code, operations }
  }
  const code = 'transaction_malformed'
  return isProblem(text, code) ? { kind: 'refused', code, operations: [] } : undefined
}

/** By the last part of the type: hosts of the URI differ between versions. */
function isProblem(text: string, name: keyof typeof chainProblems): boolean {
  const problem = problemSchema.safeParse(parseJson(text))
  const end = chainProblems[name].type.split('/').at(-1)
  return problem.success && problem.data.type.split('/').at(-1) === end
}

/** Null where the header is missing; a header that is no ledger makes the answer odd. */
function latestLedger(answer: TextAnswer): number | null | 'odd' {
  const text = answer.kind === 'answer' ? answer.headers.get(LATEST_LEDGER_HEADER) : null
  if (text == null) return null
  return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 'odd'
}

/** Oldest first and all after the cursor: anything else would tear a hole into the books. */
function isAscending(transactions: readonly WalletTransaction[], cursor: string | null): boolean {
  let last = cursor == null ? -1n : positionOf(cursor)
  for (const { pagingToken } of transactions) {
    const position = positionOf(pagingToken)
    if (position <= last) return false
    last = position
  }
  return true
}

function positionOf(token: string): bigint {
  return /^\d{1,19}$/.test(token) ? BigInt(token) : -1n
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever it is, it is no answer of Horizon's.
    return undefined
  }
}
