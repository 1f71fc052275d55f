// Runs as a separate process. Reads one job as JSON from its arguments, prints one result as JSON.
import { Agent, request } from 'node:http'

export type PayJob = { port: number; apiKey: string; users: readonly string[]; perUser: number }
export type PayResult = { payments: number; durationMs: number }

type Shown = { payment: { identifier: string; transaction: { txid: string } | null } }

const job = JSON.parse(process.argv[2] ?? '') as PayJob
const agent = new Agent({ keepAlive: true, maxSockets: job.users.length })

function post(path: string, body: object): Promise<unknown> {
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    authorization: `Key ${job.apiKey}`,
  }
  const options = { agent, host: '127.0.0.1', port: job.port, path, method: 'POST', headers }
  return new Promise((resolve, reject) => {
    const sent = request(options, async (response) => {
      let shown = ''
      for await (const chunk of response.setEncoding('utf8')) shown += String(chunk)
      if ((response.statusCode ?? 500) < 300) resolve(JSON.parse(shown))
      else reject(new Error(`${path} returned ${response.statusCode}: ${shown.slice(0, 500)}`))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}

/** Whole user-to-app payments: begun, approved, paid on the chain, completed. */
async function pay(username: string) {
  for (let count = 0; count < job.perUser; count += 1) {
    const begun = (await post('/_mock/payments', { username, amount: 0.0000001 })) as Shown
    const { identifier } = begun.payment
    await post(`/v2/payments/${identifier}/approve`, {})
    const paid = (await post(`/_mock/payments/${identifier}/pay`, {})) as Shown
    await post(`/v2/payments/${identifier}/complete`, { txid: paid.payment.transaction?.txid })
  }
}

const startedAt = performance.now()
await Promise.all(job.users.map(pay))
const result: PayResult = {
  payments: job.users.length * job.perUser,
  durationMs: performance.now() - startedAt,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
agent.destroy()
