import type { PiChain } from '../../src/payouts/model/ports.ts'
import { createPiChain } from '../../src/upstream/fetch-pi-chain.ts'
import { pay, signedEnvelope, transactionRecord, WALLET } from './horizon-records.ts'

export type Reply = { status?: number; body?: unknown; headers?: Record<string, string> }

/** The port on a fetch that returns what it is given; keeps the requests. */
export function chainOn(...replies: (Reply | (() => Promise<Response>))[]) {
  const asked: { url: string; method: string; body: string }[] = []
  const calls: string[] = []
  const chain = createPiChain({
    horizonUrl: 'https://horizon.test',
    wallet: WALLET,
    timeoutMs: 50,
    clock: () => 0,
    observe: ({ operation, outcome }) => calls.push(`${operation} ${outcome}`),
    fetch: async (url, { method = 'GET', body, signal } = {}) => {
      asked.push({ url: String(url), method, body: String(body ?? '') })
      const reply = replies[Math.min(asked.length, replies.length) - 1] ?? {}
      if (typeof reply === 'function') return Promise.race([reply(), aborted(signal)])
      const { status = 200, headers = {} } = reply
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body)
      return new Response(text, { status, headers })
    },
  })
  return { chain, asked, calls }
}

/** As fetch does. */
function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}

export const unusable = { kind: 'unknown', cause: 'unusable', retryAfterMs: null }
export const envelope = signedEnvelope([pay()], { memo: 'RKo9DyyzYmmnq4roS1infxy1qc4m' })
export const record = transactionRecord(envelope, { memo: 'RKo9DyyzYmmnq4roS1infxy1qc4m' })
export const problem = (type: string, status: number, extras = {}) => ({
  status,
  body: { type: `https://stellar.org/horizon-errors/${type}`, title: type, status, ...extras },
})

export const everyCall: [name: string, call: (chain: PiChain) => Promise<unknown>][] = [
  ['account', (chain) => chain.account(WALLET)],
  ['ledger', (chain) => chain.ledger(10)],
  ['newest ledger', (chain) => chain.ledger('latest')],
  ['transactions', (chain) => chain.walletTransactions(WALLET, null)],
  ['transaction', (chain) => chain.transaction(envelope.hash)],
  ['submit', (chain) => chain.submit(envelope)],
]
