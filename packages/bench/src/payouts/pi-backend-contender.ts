import { fork, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PaidRow, PayJob, PayResult } from './pi-backend-loop.ts'
import type { Contender } from './contender.ts'
import type { Said } from './orders.ts'
import type { PayingApp } from './payout-world.ts'

const program = fileURLToPath(new URL('./pi-backend-loop.ts', import.meta.url))

/** A loop around the official `pi-backend`, in a separate process, with its table on disk. */
export function createPiBackend(
  app: PayingApp,
  url: string,
  { name, afterFailedSubmit }: { name: string; afterFailedSubmit: PayJob['afterFailedSubmit'] },
): Contender {
  let child: ChildProcess | undefined
  let cpuMicros = 0

  /** Undefined when the process was killed. */
  const runOnce = (job: PayJob) =>
    new Promise<PayResult | undefined>((resolve, reject) => {
      child = fork(program, [JSON.stringify(job)], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      child.once('message', (result) => resolve(result as PayResult))
      child.once('exit', (code, signal) =>
        signal === 'SIGKILL'
          ? resolve(undefined)
          : reject(new Error(`The loop around pi-backend ended with exit code ${code}`)),
      )
    })

  return {
    name,
    app,
    async pay(orders, { pauseMs = 0 } = {}) {
      const folder = await mkdtemp(path.join(tmpdir(), 'aloha-pi-bench-'))
      const table = path.join(folder, 'payments.json')
      const { apiKey, wallet, uid } = app
      const seed = wallet.seed
      const paying = { orders: [...orders], pauseMs, afterFailedSubmit }
      let result: PayResult | undefined
      while (result == null) result = await runOnce({ url, apiKey, seed, uid, table, ...paying })
      await rm(folder, { recursive: true })
      cpuMicros += result.cpuMicros
      return new Map(
        result.rows.map(({ order, status, ms }) => [order.name, { status: says[status], ms }]),
      )
    },
    kill: () => void child?.kill('SIGKILL'),
    cpuMicros: async () => cpuMicros,
    close: async () => void child?.kill(),
  }
}

const says: Record<PaidRow['status'], Said['status']> = {
  open: 'unknown',
  completed: 'paid',
  cancelled: 'not_paid',
}
