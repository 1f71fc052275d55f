import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Payment } from '@aloha-pi/contracts'
import { json, type Fault } from './fake-pi-faults.ts'
import { TXID, piPayment, type PiState } from './pi-payment.ts'

export type PiOperation = 'read' | 'approve' | 'complete' | 'cancel'

type Seen = { operation: PiOperation | 'other'; url: string; authorization: string | undefined }
/** `before`: Pi fails and nothing happens; `after`: it happens and the response is lost. */
type Plan = { fault: Fault; when: 'before' | 'after'; times: number }

/** A scripted Pi on a real port: the happy path of U2A payments, and any fault wherever a test wants one. */
export async function startFakePi(options: { port?: number } = {}) {
  const payments = new Map<string, Payment>()
  const requests: Seen[] = []
  const plans = new Map<PiOperation, Plan>()
  let count = 0

  const server = createServer((req, res) => {
    const [, id = '', verb] = /^\/v2\/payments\/([^/]+)(?:\/(\w+))?$/.exec(req.url ?? '') ?? []
    const operation = operationOf(req.method, id, verb)
    const { authorization } = req.headers
    // Only a mock serves it; the proxy asks every upstream on loopback.
    if (req.url === '/_mock') return json(res, 404, { error: 'not_found' })
    requests.push({ operation, url: req.url ?? '', authorization })
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      if (operation === 'other') return json(res, 404, { error: 'not_found' })
      const body = Buffer.concat(chunks).toString()
      const plan = take(plans, operation)
      if (plan?.when === 'before') return plan.fault(res, payments.get(id))
      const result = perform(payments, operation, id, body)
      if (plan != null) return plan.fault(res, payments.get(id))
      json(res, result.status, result.body)
    })
  })
  let sockets = 0
  let mostSockets = 0
  server.on('connection', (socket) => {
    sockets += 1
    mostSockets = Math.max(mostSockets, sockets)
    socket.once('close', () => (sockets -= 1))
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}`,
    payments,
    requests,
    /** Calls so far about payments, by operation. */
    calls: (operation: PiOperation) =>
      requests.filter((each) => each.operation === operation).length,
    havePayment(state: PiState, wish: Partial<Payment> = {}): string {
      count += 1
      const identifier = wish.identifier ?? `Payment${String(count).padStart(4, '0')}`
      payments.set(identifier, piPayment(state, { ...wish, identifier }))
      return identifier
    },
    /** The next `times` calls of the operation fail; default all. */
    fail(
      operation: PiOperation,
      fault: Fault,
      { when = 'before', times = Infinity }: Partial<Plan> = {},
    ) {
      plans.set(operation, { fault, when, times })
    },
    /** Most connections that were open at once. */
    mostSockets: () => mostSockets,
    heal: () => plans.clear(),
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
export type FakePi = Awaited<ReturnType<typeof startFakePi>>

function operationOf(method: string | undefined, id: string, verb: string | undefined) {
  if (id === '') return 'other'
  if (method === 'GET' && verb == null) return 'read'
  return method === 'POST' && (verb === 'approve' || verb === 'complete' || verb === 'cancel')
    ? verb
    : 'other'
}

function take(plans: Map<PiOperation, Plan>, operation: PiOperation): Plan | undefined {
  const plan = plans.get(operation)
  if (plan == null || plan.times <= 0) return undefined
  plan.times -= 1
  return plan
}

function perform(
  payments: Map<string, Payment>,
  operation: PiOperation,
  id: string,
  body: string,
): { status: number; body: unknown } {
  const payment = payments.get(id)
  if (payment == null) return { status: 404, body: { error: 'payment_not_found' } }
  const { status, transaction } = payment
  const refuse = (error: string) => ({ status: 400, body: { error, error_message: error } })
  switch (operation) {
    case 'read':
      break
    case 'approve':
      if (status.developer_approved) return refuse('already_approved')
      status.developer_approved = true
      break
    case 'complete': {
      if (status.developer_completed) return refuse('already_completed')
      const { txid } = JSON.parse(body) as { txid: string }
      if (txid !== (transaction?.txid ?? TXID)) return refuse('verification_failed')
      payment.transaction = { txid, verified: true, _link: `http://127.0.0.1/transactions/${txid}` }
      status.transaction_verified = true
      status.developer_completed = true
      break
    }
    case 'cancel':
      if (transaction != null) return refuse('payment_tx_present')
      status.cancelled = true
  }
  return { status: 200, body: payment }
}
