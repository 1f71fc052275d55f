import { parseArgs } from 'node:util'
import { wholeNumber } from '../testkit/whole-number.ts'

export const usage = `pnpm chaos [options]   real proxies, a real Postgres, faults everywhere; then the ledger is checked

  --payouts 300      payouts of this run
  --instances 2      proxies (1 with --pglite)
  --kills 60         SIGKILL
  --stops 4          SIGSTOP for twice the lease, then SIGCONT
  --restarts 3       restarts of Postgres
  --restores 0       an older copy of the database is put back, and the key of another app is used at first
  --faults 0.03      share of reads that meet a fault on their link; of writes three times that
  --concurrency per-app   which payouts an open payment at Pi blocks: per-app, per-user or off
  --ledger-ms 100    time between ledgers
  --submit-timeout-ms 1000   Horizon returns 504 for a transaction that no ledger has by then
  --lease-ms 3000    lease of the wallet
  --open 25          payouts that are open at once
  --minutes 20       the load ends then, even if payouts remain
  --seed 1           the faults and their times are generated from it
  --pglite           one instance on PGlite: no stops, no restarts
  --mutant rebuild-on-any-error   breaks that rule of the proxy on purpose: the check must find it; or
           not-found-is-foreign, with --restores
  --resume FILE      adds this run to the runs in FILE (a line of JSON each), and sums them up
  --report FILE      runs nothing: writes the runs of --resume as Markdown
  --note TEXT        a note about these runs for readers of the report`

export type ChaosOptions = {
  payouts: number
  instances: number
  kills: number
  stops: number
  restarts: number
  restores: number
  faults: number
  ledgerMs: number
  submitTimeoutMs: number
  leaseMs: number
  open: number
  minutes: number
  seed: number
  pglite: boolean
  concurrency: (typeof concurrencies)[number]
  /** A rule of the proxy that is broken on purpose. */
  mutant: (typeof mutants)[number] | null
}

export const concurrencies = ['per-app', 'per-user', 'off'] as const
/** Of the simulator's, those that a short run is known to find. */
const mutants = ['rebuild-on-any-error', 'not-found-is-foreign'] as const
export type Command = {
  options: ChaosOptions
  resume: string | undefined
  report: string | undefined
  note: string | undefined
}

const definitions = {
  payouts: { type: 'string', default: '300' },
  instances: { type: 'string' },
  kills: { type: 'string', default: '60' },
  stops: { type: 'string' },
  restarts: { type: 'string' },
  restores: { type: 'string', default: '0' },
  faults: { type: 'string', default: '0.03' },
  'ledger-ms': { type: 'string', default: '100' },
  'submit-timeout-ms': { type: 'string', default: '1000' },
  'lease-ms': { type: 'string', default: '3000' },
  open: { type: 'string', default: '25' },
  minutes: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  pglite: { type: 'boolean', default: false },
  concurrency: { type: 'string', default: 'per-app' },
  mutant: { type: 'string' },
  resume: { type: 'string' },
  report: { type: 'string' },
  note: { type: 'string' },
} as const

/** Reads the arguments; throws a sentence that names the option. */
export function readOptions(args: string[]): Command {
  const { values } = parseArgs({ args, options: definitions })
  const { pglite, resume, report, note } = values
  const whole = (name: Exclude<keyof typeof values, 'pglite'>, fallback = '0') =>
    wholeNumber(name, values[name] ?? fallback)
  const options: ChaosOptions = {
    payouts: atLeast('payouts', whole('payouts'), 1),
    instances: atLeast('instances', whole('instances', pglite ? '1' : '2'), 1),
    kills: whole('kills'),
    stops: whole('stops', pglite ? '0' : '4'),
    restarts: whole('restarts', pglite ? '0' : '3'),
    restores: whole('restores'),
    faults: share('faults', values.faults),
    ledgerMs: atLeast('ledger-ms', whole('ledger-ms'), 50),
    submitTimeoutMs: atLeast('submit-timeout-ms', whole('submit-timeout-ms'), 1),
    leaseMs: atLeast('lease-ms', whole('lease-ms'), 1_000),
    open: atLeast('open', whole('open'), 1),
    minutes: atLeast('minutes', whole('minutes'), 1),
    seed: whole('seed'),
    pglite,
    concurrency: oneOf('concurrency', values.concurrency, concurrencies),
    mutant: values.mutant == null ? null : oneOf('mutant', values.mutant, mutants),
  }
  const { instances, stops, restarts, restores } = options
  if (pglite && instances + stops + restarts + restores > 1) {
    throw new Error('--pglite takes one instance, no --stops, no --restarts and no --restores')
  }
  if (options.mutant != null && resume != null) {
    throw new Error('--mutant cannot be used with --resume: its proxy is broken on purpose')
  }
  if (report != null && resume == null)
    throw new Error('--report needs --resume: the runs to report')
  return { options, resume, report, note }
}

function oneOf<Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const value = values.find((each) => each === text)
  if (value != null) return value
  throw new Error(`--${name} must be one of ${values.join(', ')}, not ${JSON.stringify(text)}`)
}

function atLeast(name: string, value: number, least: number): number {
  if (value >= least) return value
  throw new Error(`--${name} must be at least ${least}`)
}

function share(name: string, text: string): number {
  const value = Number(text)
  if (/^\d(\.\d+)?$/.test(text) && value <= 0.3) return value
  throw new Error(`--${name} must be a share from 0 to 0.3, not ${JSON.stringify(text)}`)
}
