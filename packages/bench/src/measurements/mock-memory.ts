import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure, Measurement } from '../figure.ts'
import type { PayJob, PayResult } from '../load/pay-payments.ts'
import { rawPost } from '../load/raw-request.ts'
import { runLoad } from '../load/run-load.ts'
import { addPayers } from '../targets/add-payers.ts'
import { changeMock } from '../targets/change-mock.ts'
import { startTarget, type Target } from '../targets/target-process.ts'

const PAYMENTS = 100_000
const POSTS = 1_000_000
const USERS = 20
const script = fileURLToPath(new URL('../load/pay-payments.ts', import.meta.url))
const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

async function payAll(mock: Target, count: number, users: readonly string[]): Promise<PayResult> {
  const { port } = mock.ready
  const apiKey = String(mock.ready['apiKey'])
  const job: PayJob = { port, apiKey, users, perUser: count / users.length }
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(job)])
  return JSON.parse(stdout) as PayResult
}

/** Payments that a user begins and never pays: each one replaces the one before it. */
async function postMany(mock: Target, requests: number): Promise<number> {
  const { port } = mock.ready
  const signedIn = await changeMock(port, 'POST', '/sign-in', { username: 'alice' })
  const { access_token: token } = signedIn as { access_token: string }
  const body = { amount: 1, memo: 'A payment', metadata: { order: '12345' } }
  const authorization = { authorization: `Bearer ${token}` }
  const request = rawPost('/v2/payments/user_to_app', body, authorization)
  const durationMs = 900_000
  const load = { port, request, connections: 8, pipeline: 1, durationMs, requests }
  return (await runLoad(load)).requests
}

async function run(): Promise<Figure[]> {
  const mock = await startTarget('mock.ts')
  const resident = async () => (await mock.usage()).residentBytes
  const users = await addPayers(mock.ready.port, USERS)
  await payAll(mock, USERS, users)
  const atStart = await resident()
  const { payments, durationMs } = await payAll(mock, PAYMENTS, users)
  const afterPayments = await resident()
  const posted = await postMany(mock, POSTS / 2)
  const halfway = await resident()
  const postedToo = await postMany(mock, POSTS / 2)
  const atEnd = await resident()
  await mock.stop()
  const growth = atEnd / halfway
  return [
    { name: 'resident memory after the first payments', value: megabytes(atStart) },
    {
      name: `after ${payments} payments, a ledger each`,
      value: megabytes(afterPayments),
      note: `${Math.round((payments / durationMs) * 1_000)} whole payments /s; ${((afterPayments - atStart) / payments / 1_000).toFixed(1)} kB each`,
    },
    { name: `after ${posted} posts more`, value: megabytes(halfway) },
    {
      name: `M6: after ${posted + postedToo} posts`,
      value: megabytes(atEnd),
      budget: 'no growth in the second half (≤ 1.1)',
      met: growth <= 1.1,
      note: `${growth.toFixed(2)} times the memory at half`,
    },
  ]
}

export const mockMemory: Measurement = {
  name: 'mock-memory',
  title: 'Mock: memory when it is used for a long time (M6)',
  run,
}
