import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Figure, Measurement } from '../figure.ts'
import type { SubmitJob, SubmitResult } from '../load/submit-transactions.ts'
import { median } from '../statistics.ts'
import { changeMock } from '../targets/change-mock.ts'
import { startTarget } from '../targets/target-process.ts'

const ROUNDS = 5
const script = fileURLToPath(new URL('../load/submit-transactions.ts', import.meta.url))

async function submit(job: SubmitJob): Promise<SubmitResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(job)])
  return JSON.parse(stdout) as SubmitResult
}

/** Every transaction closes a separate ledger: nothing is saved by closing many at once. */
async function run(): Promise<Figure[]> {
  const mock = await startTarget('mock.ts')
  const { port } = mock.ready
  await changeMock(port, 'PATCH', '/settings', { ledger_close: 'instant' })
  const job = { port, network: 'Pi Testnet', wallets: 16, perWallet: 150 }
  await submit(job)
  const rates: { mock: number; library: number; micros: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await mock.usage()
    const { transactions, durationMs, libraryMs } = await submit(job)
    const after = await mock.usage()
    rates.push({
      mock: (transactions / durationMs) * 1_000,
      library: (transactions / libraryMs) * 1_000,
      micros: (after.cpuMicros - before.cpuMicros) / transactions,
    })
  }
  await mock.stop()
  const middle = (key: keyof (typeof rates)[number]) => median(rates.map((rate) => rate[key]))
  return [
    {
      name: 'transactions submitted, decoded, verified, applied',
      value: `${Math.round(middle('mock'))} /s`,
      note: `over HTTP, one ledger each; ${middle('micros').toFixed(0)} µs CPU each`,
    },
    {
      name: "the same, only read and verified by Stellar's library",
      value: `${Math.round(middle('library'))} /s`,
      note: 'no HTTP, no ledger',
    },
    {
      name: 'mock over only the library',
      value: median(rates.map((rate) => rate.mock / rate.library)).toFixed(2),
    },
  ]
}

export const chainThroughput: Measurement = {
  name: 'chain-throughput',
  title: "Chain: whole transactions on the mock, beside Stellar's library reading the same bytes",
  run,
}
