// Pays orders with the official pi-backend as its README says, with a table on disk; tries again after an error.
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { redirectPiHosts } from '@aloha-pi/mock-pi'
import pib from 'pi-backend'
import { phase, type Order } from './orders.ts'

export type PayJob = {
  url: string
  apiKey: string
  seed: string
  uid: string
  /** The table of the README as a file. */
  table: string
  orders: readonly Order[]
  pauseMs: number
  /** The README's options for a payment that is open: submit and complete it, or cancel it. */
  afterFailedSubmit: 'submit_again' | 'cancel'
}
export type PaidRow = {
  order: Order
  paymentId: string | null
  txid: string | null
  status: 'open' | 'completed' | 'cancelled'
  ms: number
}
/** `cpuMicros`: only of the payments, without the start. */
export type PayResult = { rows: PaidRow[]; cpuMicros: number }
/** What axios throws; `submitPayment` throws a plain error where a transaction is linked. */
type Failure = { message?: string; response?: { data?: { error?: string } } }

const RETRY_MS = 1_000

const job = JSON.parse(process.argv[2] ?? '{}') as PayJob
redirectPiHosts({ url: job.url })
const pi = new pib.default(job.apiKey, job.seed)
const rows = readTable()
const cpuBefore = process.cpuUsage()

for (const [index, row] of rows.entries()) {
  if (row.status !== 'open') continue
  if (job.pauseMs > 0) await setTimeout(job.pauseMs * phase(index))
  const startedAt = performance.now()
  if (row.paymentId != null && row.txid == null) await dropOrGoOn(row)
  while (row.status === 'open') await payOrder(row)
  row.ms = performance.now() - startedAt
}
const { user, system } = process.cpuUsage(cpuBefore)
process.send?.({ rows, cpuMicros: user + system } satisfies PayResult, () => process.exit())

async function payOrder(row: PaidRow) {
  const { amount, memo, metadata } = row.order
  try {
    if (row.paymentId == null) {
      save(row, { paymentId: await pi.createPayment({ amount, memo, metadata, uid: job.uid }) })
    }
    const paymentId = String(row.paymentId)
    if (row.txid == null) save(row, { txid: await pi.submitPayment(paymentId) })
    await pi.completePayment(paymentId, String(row.txid))
    save(row, { status: 'completed' })
  } catch (error) {
    // Everything that pi-backend throws is an error of axios or its own.
    await recover(row, error as Failure)
  }
}

/** What its README says about each error; anything else is tried again. */
async function recover(row: PaidRow, { message = '', response }: Failure) {
  const code = response?.data?.error
  const linked = /"txid":"([0-9a-f]{64})"/.exec(message)?.[1]
  if (code === 'already_completed') return save(row, { status: 'completed' })
  if (linked != null) return save(row, { txid: linked })
  await setTimeout(RETRY_MS)
  if (code === 'ongoing_payment_found') return adoptOngoing(row)
  if (row.paymentId != null && row.txid == null) await dropOrGoOn(row)
}

async function adoptOngoing(row: PaidRow) {
  // pi-backend returns the object around the list, although its types say a list.
  type ListResponse = { incomplete_server_payments: { identifier: string; metadata: object }[] }
  const response = (await pi.getIncompleteServerPayments()) as unknown as ListResponse
  const [ongoing] = response.incomplete_server_payments
  const { order } = (ongoing?.metadata ?? {}) as { order?: string }
  if (ongoing != null && order === row.order.name) save(row, { paymentId: ongoing.identifier })
}

/** The payment is open, and its table has no transaction: as far as it knows, nothing is paid. */
async function dropOrGoOn(row: PaidRow) {
  if (job.afterFailedSubmit === 'submit_again') return
  await pi.cancelPayment(String(row.paymentId))
  save(row, { status: 'cancelled' })
}

function readTable(): PaidRow[] {
  if (existsSync(job.table)) return JSON.parse(readFileSync(job.table, 'utf8')) as PaidRow[]
  return job.orders.map((order) => ({ order, paymentId: null, txid: null, status: 'open', ms: 0 }))
}

/** On disk before the next step. */
function save(row: PaidRow, change: Partial<PaidRow>) {
  Object.assign(row, change)
  const file = openSync(`${job.table}.new`, 'w')
  writeSync(file, JSON.stringify(rows))
  fsyncSync(file)
  closeSync(file)
  renameSync(`${job.table}.new`, job.table)
}
