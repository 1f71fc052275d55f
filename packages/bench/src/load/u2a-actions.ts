// Runs as a separate process. Reads one job as JSON from its arguments, prints one result as JSON.
import { openRawConnection, type RawConnection } from './raw-connection.ts'
import { rawPost } from './raw-request.ts'

export type U2aJob = {
  /** Of the mock, where payments are begun and paid. */
  mockPort: number
  /** Where they are approved and completed: each connection uses one port, in turn. */
  ports: readonly number[]
  via: 'mock' | 'proxy'
  authorization: string
  connections: number
  users: readonly string[]
  /** Each user pays so many payments. */
  batches: number
}
export type U2aResult = {
  payments: number
  /** From the first begun to the last completed. */
  durationMs: number
  /** Of that, approving and completing. */
  actionsMs: number
  /** Of each approval and each completion. */
  latenciesMs: number[]
}

type Shown = { payment: { identifier: string; transaction: { txid: string } | null } }

const { mockPort, ports, via, authorization, connections, users, batches } = JSON.parse(
  process.argv[2] ?? '',
) as U2aJob
const path = {
  mock: (id: string, action: string) => `/v2/payments/${id}/${action}`,
  proxy: (id: string, action: string) => `/v1/transaction/u2a/${action}/${id}`,
}[via]

const atMock = await openAll([mockPort])
const measured = await openAll(ports)
const latenciesMs: number[] = []

function openAll(among: readonly number[]): Promise<RawConnection[]> {
  const portOf = (index: number) => among[index % among.length] ?? 0
  return Promise.all(Array.from({ length: connections }, (_, i) => openRawConnection(portOf(i))))
}

/** Sends all requests, one at a time on each connection, and returns the responses in order. */
async function sendAll(over: readonly RawConnection[], requests: readonly string[]) {
  const texts: string[] = []
  const queue = requests.entries()
  const drive = async (connection: RawConnection) => {
    for (const [index, request] of queue) {
      const startedAt = performance.now()
      const { status, text } = await connection.send(request)
      if (status >= 300) throw new Error(`${request.split('\r\n')[0]} returned ${status}: ${text}`)
      if (over === measured) latenciesMs.push(performance.now() - startedAt)
      texts[index] = text
    }
  }
  const startedAt = performance.now()
  await Promise.all(over.map(drive))
  return { texts, durationMs: performance.now() - startedAt }
}

async function control(requests: readonly string[]): Promise<Shown['payment'][]> {
  const { texts } = await sendAll(atMock, requests)
  return texts.map((text) => (JSON.parse(text) as Shown).payment)
}

/** Whole payments, one of each user; returns the time that approving and completing took. */
async function payBatch(): Promise<number> {
  const begun = await control(
    users.map((username) => rawPost('/_mock/payments', { username, amount: 0.0000001 })),
  )
  const approved = await sendAll(
    measured,
    begun.map(({ identifier }) => rawPost(path(identifier, 'approve'), {}, { authorization })),
  )
  const paid = await control(
    begun.map(({ identifier }) => rawPost(`/_mock/payments/${identifier}/pay`, {})),
  )
  const completed = await sendAll(
    measured,
    paid.map(({ identifier, transaction }) =>
      rawPost(path(identifier, 'complete'), { txid: transaction?.txid }, { authorization }),
    ),
  )
  return approved.durationMs + completed.durationMs
}

let actionsMs = 0
const startedAt = performance.now()
for (let batch = 0; batch < batches; batch += 1) actionsMs += await payBatch()
const durationMs = performance.now() - startedAt
const result: U2aResult = { payments: users.length * batches, durationMs, actionsMs, latenciesMs }
process.stdout.write(`${JSON.stringify(result)}\n`)
for (const connection of [...atMock, ...measured]) connection.end()
