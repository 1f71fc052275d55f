import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPayouts, type PayoutsPorts } from '../src/a2u/payouts.ts'
import { onlyWorld } from '../src/mock-world/world-guard.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { createMetrics } from '../src/telemetry/metrics.ts'
import { createDetailsCache } from '../src/u2a/details-cache.ts'
import { createPayments } from '../src/u2a/payments.ts'
import type { PendingCall, U2aPayment } from '../src/u2a/u2a-payment.ts'
import type { U2aPaymentStore } from '../src/u2a/u2a-payment-store.ts'
import { openUpstream } from '../src/upstream/open-upstream.ts'

/** What Pi sends back; `reset` and `silence` are no response. */
export type Reply =
  | { status?: number; body?: unknown; headers?: Record<string, string> }
  | 'reset'
  | 'silence'

/** A Pi that sends what a test says, and the two that call it: requests of clients, and payouts. */
export async function openPiCallers({ timeoutMs = 10_000, actionMs = 20_000 } = {}) {
  const replies: Reply[] = []
  const asked: string[] = []
  const server = createServer(({ method, url }, res) => {
    asked.push(`${method} ${url}`)
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? 'reset'
    if (reply === 'reset') return void res.socket?.destroy()
    if (reply === 'silence') return
    const { status = 200, body = '', headers } = reply
    res.writeHead(status, { 'content-type': 'application/json', ...headers })
    res.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lines: string[] = []
  const metrics = createMetrics()
  const clock = () => performance.now()
  const apiKey = 'somekey'
  const upstream = openUpstream(
    {
      upstream: {
        apiUrl: url,
        apiKey,
        timeoutMs,
        horizonUrl: url,
        network: 'Pi Testnet',
        local: false,
      },
      database: { kind: 'pglite', dataDir: 'none' },
    },
    {
      worldStore: { remember: async () => ({ ok: true }) },
      log: createLogger('info', { write: (line) => lines.push(line) }),
      metrics,
      clock,
      sockets: 4,
    },
  )
  const { store, pending } = createOneRecord()
  return {
    /** One reply after the other; the last one stays. */
    reply: (...next: Reply[]) => replies.splice(0, Infinity, ...next),
    /** For requests of clients. */
    requests: createPayments({
      pi: upstream.pi,
      store,
      cache: createDetailsCache(() => false, clock),
      payouts: { findByPiId: async () => undefined },
      publicDetails: true,
      timeoutMs: actionMs,
      world: onlyWorld,
    }),
    payouts: upstream.pi,
    /** Lists open payments for a client: nothing but Pi is asked. */
    listOpen: createPayouts({
      store: { listOpen: async () => [] },
      pi: upstream.pi,
      world: onlyWorld,
    } as unknown as PayoutsPorts).incomplete,
    asked,
    /** Calls of a client that are noted as sent and without a response. */
    pending,
    /** Calls as they are counted: operation and outcome. */
    async counted(): Promise<string[]> {
      const text = await metrics.text()
      const counts = text.matchAll(
        /^aloha_upstream_seconds_count\{operation="(\w+)",outcome="(\w+)"\} (\d+)$/gm,
      )
      return [...counts].flatMap(([, operation, outcome, times]) =>
        Array.from({ length: Number(times) }, () => `${operation} ${outcome}`),
      )
    },
    async keyRefusals(): Promise<number> {
      const [, count] = /^aloha_upstream_auth_failures_total (\d+)$/m.exec(await metrics.text())!
      return Number(count)
    },
    /** Log lines to the letter, but for times. */
    logged: () =>
      lines.map((line) =>
        line
          .trim()
          .replace(/"time":"[^"]*",/, '')
          .replace(/"ms":\d+/, '"ms":0'),
      ),
    async close() {
      await upstream.close()
      server.closeAllConnections()
      server.close()
    },
  }
}

/** The record of one payment, of one client. */
function createOneRecord() {
  const pending = new Set<PendingCall>()
  const at = new Date(0)
  const record = (paymentId: string, wish: Partial<U2aPayment> = {}): U2aPayment => ({
    paymentId,
    clientId: 'client-1',
    status: 'seen',
    pendingCalls: [...pending],
    txid: null,
    createdAt: at,
    updatedAt: at,
    ...wish,
  })
  const store: U2aPaymentStore = {
    find: async () => undefined,
    async begin({ paymentId, call }) {
      pending.add(call)
      return { payment: record(paymentId), operation: 'insert' }
    },
    async confirm({ paymentId, call, status }) {
      if (call != null) pending.delete(call)
      return record(paymentId, { status })
    },
    async refuse(paymentId, call) {
      pending.delete(call)
      return record(paymentId)
    },
  }
  return { store, pending }
}
